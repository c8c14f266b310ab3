# Caddy without root. The program loses its right to ports below 1024, which containers may use anyway: with that right
# it would not start where all capabilities are dropped.
FROM caddy:2.10.2-alpine
RUN setcap -r /usr/bin/caddy && install -d -o 10001 -g 10001 /certificates
ENV XDG_DATA_HOME=/certificates/data XDG_CONFIG_HOME=/certificates/config
COPY Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
VOLUME /certificates
EXPOSE 80 443 443/udp
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2020/"]
