export const ports = { http: 8080, redis: 6379, memcached: 11211 };
export const upstream = '192.168.10.5:8080';
