// Starts a bundle as Lambda does, and prints which variables of the environment it asked for.
const given = process.env;
const asked = new Set();
process.env = new Proxy(given, {
  get: (target, name) => (typeof name === 'string' && asked.add(name), Reflect.get(target, name)),
  has: (target, name) => (asked.add(name), Reflect.has(target, name)),
});
const { handler } = require(process.argv[2]);
if (typeof handler !== 'function') throw new Error('The bundle exports no handler');
process.stdout.write(JSON.stringify([...asked]));
