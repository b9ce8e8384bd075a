"""Checks exported documents: `validate.py FOLDER`. The schemas are those that the packages carry.

Each OpenAPI document is checked against the official schema; the smaller ones also against the rules that
no schema says (unique ids, parameters of paths, references that lead somewhere).
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.schemas import schema_v31

# Above this the rules take minutes; the schema never does.
BYTES_FOR_RULES = 200_000


def main(folder):
    schema = Draft202012Validator(dict(schema_v31))
    counts = {"documents": 0, "operations": 0, "schemas": 0}
    failures = []
    for path in sorted(folder.glob("*/*.openapi.json")):
        text = path.read_text(encoding="utf-8")
        document = json.loads(text)
        errors = [f"{list(error.path)}: {error.message}" for error in schema.iter_errors(document)]
        if len(text) < BYTES_FOR_RULES:
            errors += [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()]
        failures += [f"{path.parent.name}/{path.name}: {error[:300]}" for error in errors]
        counts["documents"] += 1
        counts["operations"] += sum(len(item) for item in document["paths"].values())
    for path in sorted(folder.glob("*/*.schema.json")):
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
        counts["schemas"] += 1
    for failure in failures[:50]:
        print(failure)
    print(
        "{documents} OpenAPI documents with {operations} operations and {schemas} JSON Schemas checked".format(**counts)
        + f", {len(failures)} failures"
    )
    return 1 if failures or not counts["documents"] or not counts["schemas"] else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
