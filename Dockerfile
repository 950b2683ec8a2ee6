# The service in an image: built in one stage, its packages for production in another, and only what runs in the last.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && rm dist/.tsbuildinfo

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json openapi.yaml ./
COPY migrations migrations
COPY public public
COPY --from=build /app/dist dist
# The files of the page /docs/graphql, of packages that would bring a hundred others.
COPY --from=build /app/node_modules/graphiql/package.json /app/node_modules/graphiql/LICENSE \
  /app/node_modules/graphiql/graphiql.min.css /app/node_modules/graphiql/graphiql.min.js node_modules/graphiql/
COPY --from=build /app/node_modules/react/package.json /app/node_modules/react/LICENSE node_modules/react/
COPY --from=build /app/node_modules/react/umd/react.production.min.js node_modules/react/umd/
COPY --from=build /app/node_modules/react-dom/package.json /app/node_modules/react-dom/LICENSE node_modules/react-dom/
COPY --from=build /app/node_modules/react-dom/umd/react-dom.production.min.js node_modules/react-dom/umd/
# A volume that is new takes its owner from here.
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
