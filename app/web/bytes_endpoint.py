"""An endpoint that takes a file: its bytes are the body; its address says what it is called."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict

from ..errors import Problem, Refusal, unprocessable
from .answer import OCTETS
from .endpoint import Endpoint

#: What every address may have beside its own parameters: the language of the answer.
EVERYWHERE = ("lang",)
#: What stands before the first file of a form (``multipart/form-data``), within so many bytes.
FORM, HEAD_OF_A_FORM = b"content-disposition: form-data", 1_000
#: A query with more parameters is not looked at.
MOST_PARAMETERS = 10


class FileRequest(BaseModel):
    """A file."""

    model_config = ConfigDict(frozen=True)

    content: bytes
    #: The values of the parameters, by name.
    given: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class BytesEndpoint(Endpoint[FileRequest]):
    """A row of `app.web.endpoints.ENDPOINTS` whose requests are files."""

    request: type[FileRequest] = FileRequest
    takes: str = OCTETS

    def read(self, body: bytes) -> FileRequest:
        """The bytes are read when the answer is made, which costs what is estimated.

        :raises Refusal: the file is inside a form.
        """
        if body.startswith(b"--") and FORM in body[:HEAD_OF_A_FORM].lower():
            raise Refusal(400, "error.detail.form")
        return FileRequest.model_construct(content=body)

    def addressed(self, request: FileRequest, query: bytes) -> FileRequest:
        try:
            pairs = parse_qsl(
                query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS
            )
        except ValueError:
            raise Refusal(400, "error.detail.request") from None
        known = {parameter.name: parameter for parameter in self.parameters}
        given: dict[str, str] = {}
        problems = []
        for name, value in pairs:
            if name in EVERYWHERE:
                continue
            if name not in known:
                fields = ", ".join(known)
                problems.append(Problem((name,), "error.unknown_field", {"fields": fields}))
            elif name in given:
                problems.append(Problem((name,), "error.repeated_field"))
            elif len(value) > known[name].longest:
                params: dict[str, object] = {"most": known[name].longest}
                problems.append(Problem((name,), "error.text_long", params))
            else:
                given[name] = value
        if problems:
            raise unprocessable(problems)
        return request.model_copy(update={"given": given})
