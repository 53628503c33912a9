// usage: node walk.mjs PORT KEY: increments KEY through ioredis with its default options, one after the other, until it is ended.
// Prints a line each: "connecting MILLISECONDS-SINCE-1970", then the number that INCR answered, or "error WORDS".
import Redis from "ioredis";

const [port, key] = process.argv.slice(2);
console.log(`connecting ${Date.now()}`);
const redis = new Redis(Number(port), "127.0.0.1");
redis.on("error", (error) => console.log(`error connection: ${error.message}`));
for (;;) {
  try {
    console.log(String(await redis.incr(key)));
  } catch (error) {
    console.log(`error ${error.message}`);
  }
  await new Promise((resume) => setTimeout(resume, 10));
}
