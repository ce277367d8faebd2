# docker build -t deltaflow . && docker run -p 8000:8000 deltaflow
# docs/image.md has the recipe for a published image: pinned base, labels, two platforms.
ARG PYTHON_VERSION=3.13
# The digest of the base image, as @sha256:…; empty is the newest of that version.
ARG BASE_DIGEST=""

FROM docker.io/library/python:${PYTHON_VERSION}-slim${BASE_DIGEST} AS base

# The locked dependencies, without what only their tests and type checkers need. They are compiled here,
# once; a change of the code reuses the layer.
FROM base AS dependencies
COPY deploy/requirements.txt /tmp/requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv --without-pip /opt/deltaflow \
    && python3 -m pip --python /opt/deltaflow/bin/python --disable-pip-version-check install \
         --only-binary :all: --no-compile --require-hashes --requirement /tmp/requirements.txt \
    && find /opt/deltaflow -type d -name tests -prune -exec rm -rf {} + \
    && find /opt/deltaflow \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.a' -o -name '*.h' \) -delete \
    && /opt/deltaflow/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/deltaflow/lib

# The wheel, from the code.
FROM base AS build
COPY deploy/requirements-build.txt /tmp/requirements.txt
RUN --mount=type=cache,target=/root/.cache/pip \
    python3 -m venv --without-pip /opt/build \
    && python3 -m pip --python /opt/build/bin/python --disable-pip-version-check install \
         --only-binary :all: --require-hashes --requirement /tmp/requirements.txt
COPY --from=dependencies /opt/deltaflow /opt/deltaflow
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY deploy/package_metadata.py deploy/shipped.py deploy/
COPY deploy/licences deploy/licences
COPY app app
COPY templates templates
COPY static static
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /tmp/dist \
    && python3 -m pip --python /opt/deltaflow/bin/python --disable-pip-version-check install \
         --no-index --no-deps --no-compile --target /opt/code /tmp/dist/*.whl \
    && /opt/deltaflow/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/code \
    && PYTHONPATH=/opt/code /opt/deltaflow/bin/python -c 'from deltaflow.main import create_app; create_app()' \
    && mkdir /opt/share && cp -r deploy/licences /opt/share/ \
    && PYTHONPATH=/opt/code /opt/deltaflow/bin/python deploy/shipped.py deltaflow > /opt/share/sbom.cdx.json \
    && PYTHONPATH=/opt/code NUMBA_CACHE_DIR=/opt/kernel /opt/deltaflow/bin/python -m deltaflow.engine.network.runs.kernels.compiled

FROM base
ARG VERSION="" REVISION="" CREATED="" SOURCE=""
LABEL org.opencontainers.image.title="Deltaflow" \
      org.opencontainers.image.description="Backpropagation, step by step" \
      org.opencontainers.image.licenses="MIT AND OFL-1.1" \
      org.opencontainers.image.authors="The Deltaflow authors" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      deltaflow.sbom="/usr/share/deltaflow/sbom.cdx.json"
ENV PATH=/opt/code/bin:/opt/deltaflow/bin:$PATH \
    PYTHONPATH=/opt/code \
    NUMBA_CACHE_DIR=/opt/kernel \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=dependencies /opt/deltaflow /opt/deltaflow
COPY --from=build /opt/code /opt/code
COPY --from=build /opt/kernel /opt/kernel
# What ships, with its licences (docs/licences.md).
COPY --from=build /opt/share /usr/share/deltaflow
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; e = os.environ; u.urlopen(f'http://127.0.0.1:{e.get(\"DELTAFLOW_PORT\") or e[\"PORT\"]}/healthz', timeout=2)"]
CMD ["deltaflow", "serve"]
