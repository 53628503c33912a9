// usage: node walk.mjs PORT KEY GATE: increments KEY through ioredis with its default options, one after the other, until it is ended.
// Prints "ready" when it is loaded, and connects once the file GATE is there. Then a line each: "connecting", the number that INCR answered,
// or "error WORDS".
import { existsSync } from "node:fs";
import Redis from "ioredis";

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const [port, key, gate] = process.argv.slice(2);
console.log("ready");
while (!existsSync(gate)) await pause(2);
console.log("connecting");
const redis = new Redis(Number(port), "127.0.0.1");
redis.on("error", (error) => console.log(`error connection: ${error.message}`));
for (;;) {
  try {
    console.log(String(await redis.incr(key)));
  } catch (error) {
    console.log(`error ${error.message}`);
  }
  await pause(10);
}
