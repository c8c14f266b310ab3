# Packages are installed in a separate stage, so that the image does not contain the tools for installing them.
FROM python:3.11.14-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements.txt requirements-meaning.txt /tmp/
RUN /venv/bin/python -m pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt
# Search by meaning (docs/meaning.md) only with --build-arg MEANING=1: it makes the image some 300 MB larger.
ARG MEANING=
RUN test -z "$MEANING" || /venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r /tmp/requirements-meaning.txt

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data STATIC_ROOT=/app/static_collected
# pg_dump and pg_restore, for backups of the database that compose.yaml starts
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py LICENSE ./
COPY pq_archive pq_archive
COPY questions questions
COPY templates templates
COPY static static
RUN SECRET_KEY=only-while-building DATA_DIR=/tmp/building python manage.py collectstatic --noinput

# The user is a number: it needs no name, and a cluster can see that it is not root. It can write only to these folders
# and /tmp, so the rest can be read-only.
RUN install --directory --owner=10001 --group=10001 /data /backups
USER 10001:10001
VOLUME /data
EXPOSE 8000
# A new version may have to migrate for minutes before it serves.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 CMD ["python", "-m", "pq_archive.health"]

# SECRET_KEY is required. The other settings are in .env.example.
ENTRYPOINT ["python", "-m", "pq_archive.start"]
