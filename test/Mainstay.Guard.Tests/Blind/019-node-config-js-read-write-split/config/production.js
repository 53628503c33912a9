'use strict';

// Reads that may be a moment old go to the replicas, all else to the primary.
module.exports = {
  port: Number(process.env.PORT || 8080),
  redis: {
    writeUrl: process.env.REDIS_WRITE_URL || 'redis://metro.u1jt6y.ng.0001.use1.cache.amazonaws.com:6379',
    readUrl: process.env.REDIS_READ_URL || 'redis://metro-ro.u1jt6y.ng.0001.use1.cache.amazonaws.com:6379',
    options: {
      maxRetriesPerRequest: 3,
      connectTimeout: 2000,
      reconnectOnError: (err) => err.message.startsWith('READONLY') ? 2 : false,
    },
  },
  timetable: {
    refreshSeconds: 30,
  },
};
