# docker build -t deltaflow . && docker run -p 8000:8000 deltaflow
ARG PYTHON_VERSION=3.13

FROM docker.io/library/python:${PYTHON_VERSION}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python3 -m venv /opt/deltaflow
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY templates templates
COPY static static
# What tests and type checkers need, no server does.
RUN /opt/deltaflow/bin/pip install . \
    && /opt/deltaflow/bin/pip uninstall --yes pip \
    && find /opt/deltaflow -type d \( -name tests -o -name testing -o -name __pycache__ \) \
         -path '*/site-packages/scipy/*' -prune -exec rm -rf {} + \
    && find /opt/deltaflow -type d -name tests -path '*/site-packages/numpy/*' -prune -exec rm -rf {} + \
    && find /opt/deltaflow \( -name '*.pyi' -o -name '*.pxd' -o -name '*.a' \) -delete \
    && /opt/deltaflow/bin/python -m compileall -q /opt/deltaflow/lib \
    && /opt/deltaflow/bin/python -c 'from deltaflow.main import create_app; create_app()'

FROM docker.io/library/python:${PYTHON_VERSION}-slim
ENV PATH=/opt/deltaflow/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000
COPY --from=build /opt/deltaflow /opt/deltaflow
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
CMD ["deltaflow", "serve"]
