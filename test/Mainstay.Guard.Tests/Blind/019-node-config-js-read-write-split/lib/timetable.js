'use strict';

const Redis = require('ioredis');
const config = require('../config/production');

const reader = new Redis(config.redis.readUrl, config.redis.options);
const writer = new Redis(config.redis.writeUrl, config.redis.options);

exports.departures = async (stop) => {
  const raw = await reader.get(`departures:${stop}`);
  return raw ? JSON.parse(raw) : [];
};

exports.publish = (stop, list) =>
  writer.set(`departures:${stop}`, JSON.stringify(list), 'EX', config.timetable.refreshSeconds * 4);
