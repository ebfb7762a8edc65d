# One image for the apps and the `kanban` command (target app), one for the dashboard's files (target dashboard).

FROM node:24-slim AS manifests
WORKDIR /app
COPY . .
# Only what npm reads: a change of a source then leaves the layers with the packages as they are.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete && find . -type d -empty -delete

FROM node:24-slim AS packages
WORKDIR /app
COPY --from=manifests /app .
RUN npm ci --omit=dev

FROM packages AS dashboard-build
RUN npm ci
COPY . .
RUN npm run build --workspace=@kanban/dashboard

FROM packages AS app
ENV NODE_ENV=production
COPY sql sql
COPY packages packages
COPY apps apps
COPY scripts scripts
USER node
CMD ["node", "apps/cli/src/main.ts", "--help"]

FROM caddy:2 AS dashboard
COPY scripts/compose/Caddyfile /etc/caddy/Caddyfile
COPY --from=dashboard-build /app/apps/dashboard/dist /srv
