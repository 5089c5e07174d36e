// Pay of running totals through three marginal tiers, by a decision table and an expression.
// node zen.mjs FILE -> {units, operations, wall, cpu, list: {units, operations, wall, cpu}}; units are ten-thousandths, summed.
import { readFileSync } from 'node:fs';
import { ZenEngine } from '@gorules/zen-engine';

const totals = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line !== '').map(Number);
const node = (id, type, content = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, content });
const edge = (from, to) => ({ id: `${from}-${to}`, type: 'edge', sourceId: from, targetId: to });

function graph(extra) {
  return {
    nodes: [
      node('in', 'inputNode'),
      node('tier', 'decisionTableNode', {
        hitPolicy: 'first',
        inputs: [{ id: 'total', name: 'total', field: 'total' }],
        outputs: [
          { id: 'rate', name: 'rate', field: 'rate' },
          { id: 'from', name: 'from', field: 'from' },
          { id: 'paid', name: 'paid', field: 'paid' },
          { id: 'same', name: 'total', field: 'total' },
        ],
        rules: [
          { _id: 'r3', total: '>= 150000', rate: '0.06', from: '150000', paid: '6500', same: 'total' },
          { _id: 'r2', total: '>= 100000', rate: '0.05', from: '100000', paid: '4000', same: 'total' },
          { _id: 'r1', total: '', rate: '0.04', from: '0', paid: '0', same: 'total' },
        ],
        ...extra,
      }),
      node('pay', 'expressionNode', { expressions: [{ id: 'p', key: 'pay', value: 'paid + rate * (total - from)' }], ...extra }),
      node('out', 'outputNode'),
    ],
    edges: [edge('in', 'tier'), edge('tier', 'pay'), edge('pay', 'out')],
  };
}

const engine = new ZenEngine();
const units = (pay) => Math.round(Number(pay) * 10_000);

async function measure(run) {
  await run(totals.slice(0, 1_000));
  const before = process.cpuUsage();
  const start = performance.now();
  const sum = await run(totals);
  const wall = (performance.now() - start) / 1000;
  const used = process.cpuUsage(before);
  return { units: sum, operations: totals.length, wall, cpu: (used.user + used.system) / 1e6 };
}

const one = engine.createDecision(graph({}));
const each = await measure(async (some) => {
  let sum = 0;
  for (const total of some) {
    sum += units((await one.evaluate({ total })).result.pay);
  }
  return sum;
});

// The engine walks a list by itself: fewer crossings between the languages.
const many = engine.createDecision(graph({ executionMode: 'loop', inputField: 'totals', outputPath: 'totals' }));
const list = await measure(async (some) => {
  let sum = 0;
  for (let i = 0; i < some.length; i += 1_000) {
    const { result } = await many.evaluate({ totals: some.slice(i, i + 1_000).map((total) => ({ total })) });
    sum += result.totals.reduce((before, row) => before + units(row.pay), 0);
  }
  return sum;
});
console.log(JSON.stringify({ ...each, list }));
