const session = require('express-session');
const { RedisStore } = require('connect-redis');
const Redis = require('ioredis');

const options = {
  connectTimeout: 2000,
  maxRetriesPerRequest: 2,
  reconnectOnError: (err) => (err.message.includes('READONLY') ? 2 : false),
};

const sessionClient = new Redis(
  'redis://wallet-ro.t9xg3m.ng.0001.sae1.cache.amazonaws.com:6379/0',
  options,
);

module.exports = session({
  store: new RedisStore({ client: sessionClient, prefix: 'sess:' }),
  secret: process.env.SESSION_SECRET,
  resave: false,
  saveUninitialized: false,
  cookie: { secure: true, maxAge: 86400000 },
});
