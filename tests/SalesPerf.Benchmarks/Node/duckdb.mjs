// Counts activities again from their JSON documents: by owner, day and metric, and the accounts of each owner. One thread.
// node duckdb.mjs FILE -> {operations, wall, cpu, days, accounts, table: {operations, wall, cpu}}
import { DuckDBInstance } from '@duckdb/node-api';

const file = process.argv[2].replaceAll("'", "''");
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET threads = 1; SET TimeZone = 'UTC'");

const source = `read_json('${file}', format = 'newline_delimited', columns = {source: 'VARCHAR', key: 'VARCHAR', type: 'VARCHAR', occurredAt: 'TIMESTAMP', owner: 'VARCHAR', account: 'VARCHAR'})`;
const days = (from) => `SELECT owner, strftime(occurredAt, '%Y-%m-%d'), CASE type WHEN 'call.completed' THEN 'calls' ELSE 'emails' END, count(*)::INTEGER FROM ${from} GROUP BY ALL ORDER BY ALL`;
const accounts = (from) => `SELECT owner, count(DISTINCT account)::INTEGER FROM ${from} GROUP BY ALL ORDER BY ALL`;

async function measure(from) {
  const before = process.cpuUsage();
  const start = performance.now();
  const counted = (await connection.runAndReadAll(days(from))).getRowsJson();
  const touched = (await connection.runAndReadAll(accounts(from))).getRowsJson();
  const wall = (performance.now() - start) / 1000;
  const used = process.cpuUsage(before);
  return { operations: counted.reduce((sum, row) => sum + Number(row[3]), 0), wall, cpu: (used.user + used.system) / 1e6, days: counted, accounts: touched };
}

// Both questions read the documents once.
const start = performance.now();
const before = process.cpuUsage();
await connection.run(`CREATE TEMP TABLE activity AS SELECT owner, type, occurredAt, account FROM ${source}`);
const loading = process.cpuUsage(before);
const loaded = (performance.now() - start) / 1000;
const table = await measure('activity');
console.log(JSON.stringify({
  ...table,
  wall: loaded + table.wall,
  cpu: (loading.user + loading.system) / 1e6 + table.cpu,
  table: { operations: table.operations, wall: table.wall, cpu: table.cpu },
}));
