// An ordinary client of npm: plain.mjs LIBRARY PORT PREFIX check|walk
// check does what clients do and ends at the first thing that is not as at a memcached; walk writes and reads until it is ended.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const require = createRequire(new URL('../Clients/package.json', import.meta.url));
const [library, port, prefix, mode] = process.argv.slice(2);
const server = `127.0.0.1:${port}`;
const key = `${prefix}k`, big = 'b'.repeat(900_000), odd = '\r\nEND\r\n\0';
const many = Array.from({ length: 200 }, (_, i) => `${prefix}${i}`);

async function memcached() {
    const Memcached = require('memcached');
    const client = new Memcached(server);
    const call = name => promisify(client[name].bind(client));
    const [set, get, gets, getMulti, del] = ['set', 'get', 'gets', 'getMulti', 'del'].map(call);
    if (mode === 'check') {
        assert.equal(await set(key, odd, 60), true);
        assert.equal(await get(key), odd);
        await assert.rejects(call('add')(key, '1', 60));
        assert.equal(await call('replace')(key, '10', 60), true);
        assert.equal(await call('incr')(key, 5), 15);
        assert.equal(await call('decr')(key, 20), 0);
        assert.equal(await set(key, '1', 60), true);
        assert.equal(await call('append')(key, 'x'), true);
        assert.equal(await call('prepend')(key, 'y'), true);
        const { cas, [key]: value } = await gets(key);
        assert.equal(value, 'y1x');
        assert.equal(await call('cas')(key, 'z', cas, 60), true);
        assert.equal(await call('cas')(key, 'z', cas, 60), false);
        assert.equal(await call('touch')(key, 60), true);
        await Promise.all(many.map(name => set(name, name, 60)));
        assert.deepEqual(await getMulti([...many, `${prefix}none`]), Object.fromEntries(many.map(name => [name, name])));
        assert.equal(await set(key, big, 60), true);
        assert.equal(await get(key), big);
        assert.equal(await del(key), true);
        assert.equal(await get(key), undefined);
        assert.ok(Number((await call('stats')())[0].curr_items) >= 200);
        assert.equal((await call('version')())[0].major, '1');
        await call('flush')();
        assert.equal(await get(many[0]), undefined);
        client.end();
    }
    return [(name, value) => set(name, value, 60), get];
}

async function memcacheClient() {
    const { MemcacheClient } = require('memcache-client');
    const client = new MemcacheClient({ server, cmdTimeout: 30_000 });
    const get = async name => (await client.get(name))?.value;
    const set = async (name, value) => String(await client.set(name, value)) === 'STORED';
    if (mode === 'check') {
        assert.equal(await set(key, odd), true);
        assert.equal(await get(key), odd);
        await assert.rejects(client.add(key, '1'));
        assert.deepEqual(await client.replace(key, '10'), ['STORED']);
        assert.equal(await client.incr(key, 5), '15');
        assert.equal(await client.decr(key, 20), '0');
        assert.equal(await set(key, '1'), true);
        assert.deepEqual(await client.append(key, 'x'), ['STORED']);
        assert.deepEqual(await client.prepend(key, 'y'), ['STORED']);
        const { value, casUniq } = await client.gets(key);
        assert.equal(value, 'y1x');
        assert.deepEqual(await client.cas(key, 'z', { casUniq }), ['STORED']);
        await assert.rejects(client.cas(key, 'z', { casUniq }));
        assert.deepEqual(await client.touch(key, 60), ['TOUCHED']);
        await Promise.all(many.map(name => set(name, name)));
        const read = await client.get([...many, `${prefix}none`]);
        assert.deepEqual(Object.keys(read).sort(), [...many].sort());
        assert.ok(many.every(name => read[name].value === name));
        assert.equal(await set(key, big), true);
        assert.equal(await get(key), big);
        assert.deepEqual(await client.delete(key), ['DELETED']);
        assert.equal(await get(key), undefined);
        assert.match(String(await client.version()), /^1\.|VERSION,1\./);
        assert.deepEqual(await client.cmd('flush_all'), ['OK']);
        assert.equal(await get(many[0]), undefined);
        client.shutdown();
    }
    return [set, get];
}

const [set, get] = await { memcached, 'memcache-client': memcacheClient }[library]();
if (mode === 'check') {
    console.log('done');
    process.exit(0);
}
for (let number = 1; ; number++) {
    const name = `${prefix}${number % 100}`, value = `value-${number}`;
    try {
        const stored = await set(name, value), read = await get(name);
        // It may be missing: its node may have ended in between.
        console.log(stored && (read === value || read === undefined) ? number : `error ${stored} ${read}`);
    } catch (error) {
        console.log(`error ${error}`);
    }
    await pause(5);
}
