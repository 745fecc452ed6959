FROM node:20-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 DATA_DIR=/data
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir uv==0.13.8 \
    && uv pip install --system --no-cache --compile-bytecode --require-hashes -r requirements.txt \
    && useradd --system --create-home contact \
    && install -d -o contact /data
COPY --from=front /front/node_modules ./node_modules
COPY . .
RUN python bin/catalogs && python -m compileall -q . -x node_modules
USER contact
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "daphne", "-v", "0", "-b", "0.0.0.0", "-p", "8000", "socialmedia.asgi:application"]
