// Databases to run on: SQLite in the data folder, and PostgreSQL where PORTICO_TEST_POSTGRES names one (as superuser).
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { run } from './process.js';

const postgres = process.env.PORTICO_TEST_POSTGRES;

async function psql(url, sql) {
  const done = await run('psql', [url, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  if (done.code !== 0) throw new Error(`psql: ${done.stderr}`);
  return done.stdout.trim();
}

// One database for one server. `rows` answers a SELECT as objects, `exec` runs anything else.
class SqliteDatabase {
  constructor(folder) {
    this.file = join(folder, 'portico.db');
    this.url = `sqlite:${this.file}`;
  }
  async #sqlite(options, sql) {
    const done = await run('sqlite3', ['-batch', '-bail', '-cmd', '.timeout 10000', ...options, this.file, sql]);
    if (done.code !== 0) throw new Error(`sqlite3: ${done.stderr}`);
    return done.stdout;
  }
  async rows(sql) {
    const text = await this.#sqlite(['-json'], sql);
    return text.trim() === '' ? [] : JSON.parse(text);
  }
  async exec(sql) {
    await this.#sqlite([], sql);
  }
  async drop() {}
}

class PostgresDatabase {
  constructor(name) {
    this.name = name;
    const url = new URL(postgres);
    url.pathname = `/${name}`;
    this.url = url.toString();
  }
  async rows(sql) {
    return JSON.parse(await psql(this.url, `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`));
  }
  async exec(sql) {
    await psql(this.url, sql);
  }
  async drop() {
    await psql(postgres, `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

export const databases = [
  { kind: 'sqlite', create: async (folder) => new SqliteDatabase(folder) },
  {
    kind: 'postgres',
    missing: postgres ? undefined : 'PORTICO_TEST_POSTGRES is not set',
    create: async () => {
      const database = new PostgresDatabase(`portico_it_${randomBytes(6).toString('hex')}`);
      await psql(postgres, `CREATE DATABASE ${database.name}`);
      return database;
    },
  },
];
