# The dashboard in a container: docs/hosting.md. `make image-check` takes the same steps without one.
FROM python:3.13-slim AS built
COPY requirements-auth.lock /app/
RUN python -m venv /venv
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /app/requirements-auth.lock

FROM python:3.13-slim
# Letters of Chinese, Japanese and Korean for the note and the letters; most others come with the dashboard.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
COPY --from=built /venv /venv
COPY app.py /app/
COPY .streamlit/config.toml /app/.streamlit/
COPY components /app/components
COPY data /app/data
COPY locale /app/locale
COPY pages /app/pages
COPY static /app/static
RUN /venv/bin/python -m compileall -q /app
RUN useradd --uid 1000 --create-home road
RUN install --directory --owner 1000 /var/cache/road
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    ROAD_CACHE_DIR=/var/cache/road
USER road
WORKDIR /app
VOLUME /var/cache/road
EXPOSE 8501
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['STREAMLIT_SERVER_PORT'] + '/_stcore/health', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py"]
