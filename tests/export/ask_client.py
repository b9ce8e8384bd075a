"""Asks a client that openapi-generator wrote: `ask_client.py CLIENT DOCUMENT FACTS`.

It must import, have a method for every operation, and know every name that stands at the top of a request
or response; models must demand what pages say is needed.
"""

import importlib
import inspect
import json
import pathlib
import sys


def main(folder, document, facts):
    sys.path.insert(0, str(folder))
    client = importlib.import_module("client")
    document = json.loads(document.read_text(encoding="utf-8"))
    operations = [one for item in document["paths"].values() for one in item.values()]
    failures = []
    methods = {name for name in dir(client.DefaultApi) if name.endswith("_with_http_info")}
    if len(methods) != len(operations):
        failures.append(f"{len(methods)} methods for {len(operations)} operations")
    # Names that pages list, as the client writes them on the wire.
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((folder / "client").rglob("*.py")))
    names = set()
    for line in facts.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        if fact["in"] != "error":
            names.add(fact["path"].split(".")[0].removesuffix("[]"))
    failures += [f"{name} is not known" for name in sorted(names) if f'"{name}"' not in sources and f"'{name}'" not in sources]
    models = {name.lower().replace("_", ""): model for name, model in inspect.getmembers(client, inspect.isclass)}
    demanded = 0
    for key, schema in document["components"]["schemas"].items():
        model = models.get(key.lower().replace("_", ""))
        if model is None or not hasattr(model, "model_fields"):
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        for name in schema.get("required", []):
            demanded += 1
            if name not in fields or not fields[name].is_required():
                failures.append(f"{key} does not demand {name}")
    print(f"{len(operations)} operations, {len(names)} names, {demanded} demands, {len(failures)} failures")
    for failure in failures[:20]:
        print(f"  {failure}")
    return 1 if failures or not operations or not names else 0


if __name__ == "__main__":
    sys.exit(main(*map(pathlib.Path, sys.argv[1:])))
