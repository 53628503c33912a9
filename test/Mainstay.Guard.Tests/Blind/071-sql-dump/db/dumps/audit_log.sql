--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    happened_at timestamp without time zone NOT NULL,
    actor character varying(80),
    message text
);

COPY public.audit_log (id, happened_at, actor, message) FROM stdin;
1	2024-02-11 09:14:02	deploy	REDIS_URL set to redis://lantern-001.v9le2x.0001.euw1.cache.amazonaws.com:6379/0
2	2024-02-12 16:40:55	deploy	REDIS_URL set to redis://lantern.v9le2x.ng.0001.euw1.cache.amazonaws.com:6379/0
3	2024-02-12 16:41:10	monitor	connection to 10.40.2.19:6379 closed
\.

INSERT INTO public.audit_log VALUES (4, '2024-02-13 08:00:00', 'monitor', 'READONLY from lantern-002.v9le2x.0001.euw1.cache.amazonaws.com:6379');

ALTER TABLE ONLY public.audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);
