#!/usr/bin/env bash
# openapi-python-client 0.29.1: of a response that a specification offers as text/plain and as application/json, the
# generated client reads the text, whatever the server's Content-Type says.
# Expected: a client reads application/json as JSON. ASP.NET lists text/plain first for every JSON response, and so do
# the specifications of Parliament's APIs.
# Seen: the generated function hands the undecoded text to the model's from_dict(), which fails for every response. With
# application/json listed first, or with content_type_overrides for text/plain, the same response is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cat > "$folder/read.py" <<'PYTHON'
import importlib
import json
import subprocess
import sys
from pathlib import Path

import httpx

folder = Path(sys.argv[1])
SCHEMA = {"type": "object", "properties": {"total": {"type": "integer"}}}


def read(name, *types, config=""):
    """What a client generated for these content types makes of a JSON response; the error's name if it fails."""
    content = {kind: {"schema": SCHEMA} for kind in types}
    get = {"operationId": "get_total", "responses": {"200": {"description": "ok", "content": content}}}
    document = {"openapi": "3.0.1", "info": {"title": name, "version": "1"}, "paths": {"/total": {"get": get}}}
    (folder / f"{name}.json").write_text(json.dumps(document))
    (folder / f"{name}.yml").write_text(config)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
    command += ["--path", str(folder / f"{name}.json"), "--output-path", str(folder / name)]
    command += ["--config", str(folder / f"{name}.yml")] if config else []
    subprocess.run(command, check=True, capture_output=True)
    total = importlib.import_module(f"{name}.api.default.get_total")
    client = importlib.import_module(f"{name}").Client(base_url="http://example")
    json_response = httpx.MockTransport(lambda request: httpx.Response(200, json={"total": 5}))
    client.set_httpx_client(httpx.Client(base_url="http://example", transport=json_response))
    try:
        return total.sync(client=client).total
    except Exception as error:
        return type(error).__name__


sys.path.insert(0, str(folder))
text_first = read("text_first", "text/plain", "application/json")
json_first = read("json_first", "application/json", "text/plain")
overridden = read("overridden", "text/plain", "application/json", config='content_type_overrides: {"text/plain": "application/json"}\n')
print(f"text/plain first: {text_first}; application/json first: {json_first}; with an override: {overridden}")
raise SystemExit((text_first, json_first, overridden) != ("ValueError", 5, 5))
PYTHON
"$folder/venv/bin/python" "$folder/read.py" "$folder" || { echo "This has changed."; exit 1; }
