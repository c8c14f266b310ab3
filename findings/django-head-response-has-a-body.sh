#!/usr/bin/env bash
# Django 5.2.19 on waitress 3.0.2 and on gunicorn 23.0.0: a response to HEAD has a body.
# Expected: headers only, because RFC 9110 (9.3.2) says that the server must not send content in a response to HEAD. With
# Django's test client and its development server, the same page has none.
# Seen: each of the three leaves it to another. The whole body follows the headers; on a connection that is kept, a
# client would read it as the beginning of the next response.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check django==5.2.19 waitress==3.0.2 gunicorn==23.0.0
cd "$folder"
cat > site_of_one_page.py <<'PYTHON'
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="only-here",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
urlpatterns = [path("", lambda request: HttpResponse("seven family hubs"))]
django.setup()

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
PYTHON
cat > ask.py <<'PYTHON'
import socket
import sys
import time

port = int(sys.argv[1])
for _ in range(100):
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        break
    except OSError:
        time.sleep(0.1)
connection.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
received = b"".join(iter(lambda: connection.recv(65536), b""))
print(received.partition(b"\r\n\r\n")[2].decode())
PYTHON
free_port() { "$folder/venv/bin/python" -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"; }
ask() { # ask <command...>: the body that a server, started by this command, sends after a HEAD request
  "$@" >"$folder/log" 2>&1 &
  local server=$!
  "$folder/venv/bin/python" ask.py "$port"
  kill "$server"
  wait "$server" 2>/dev/null || true
}
port=$(free_port)
waitress=$(ask "$folder/venv/bin/python" -m waitress --listen="127.0.0.1:$port" site_of_one_page:application)
port=$(free_port)
gunicorn=$(ask "$folder/venv/bin/python" -m gunicorn --bind="127.0.0.1:$port" site_of_one_page:application)
echo "after HEAD, waitress 3.0.2 sent the body: '$waitress'"
echo "after HEAD, gunicorn 23.0.0 sent the body: '$gunicorn'"
[[ $waitress == "seven family hubs" && $gunicorn == "$waitress" ]] || { echo "This has changed."; exit 1; }
