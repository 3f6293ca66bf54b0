# One image for every process of the application; docker-compose.yml says which process a container runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH
WORKDIR /app

# Pango sets the text of letters in PDF.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.lock ./
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY . .
RUN python -m compileall -q -j 0 gka overdracht begeleiding monitoring demo \
    && groupadd --gid 10001 overstap \
    && useradd --uid 10001 --gid overstap --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin overstap \
    && install --directory --owner overstap --group overstap --mode 0700 /var/lib/overstap

ENV VAR_DIR=/var/lib/overstap KEY_DIR=/run/secrets
USER 10001:10001
EXPOSE 8000
CMD ["script/run", "web"]
