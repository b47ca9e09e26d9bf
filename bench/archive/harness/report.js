// What a measurement says: tables, goals, versions; printed, and kept in bench/results/.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { binary } from '../../../tests/integration/harness/binary.js';
import { run } from '../../../tests/integration/harness/process.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const ratio = (one, other) => one.median / other.median;

export function number(value) {
  if (typeof value !== 'number') return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

// A table of what alternate() gave: a row a subject; `more` names further columns by title.
export function each(done, key, unit, more = {}) {
  const head = ['', `${unit}, median`, 'least', 'most', ...Object.keys(more)];
  const rows = Object.entries(done).map(([name, of]) => [
    name,
    ...[of[key].median, of[key].least, of[key].most].map(number),
    ...Object.values(more).map((column) => number(of[column].median)),
  ]);
  return { head, rows };
}

// A figure and what it should be: {least} or {most}.
export function goal(what, value, { least, most, unit = '' }) {
  const met = least !== undefined ? value >= least : value <= most;
  const wanted = least !== undefined ? `≥ ${least}` : `≤ ${most}`;
  return { what, value, wanted: wanted + unit, unit, met };
}

function table({ head, rows }) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function markdown(result, environment) {
  const goals = (result.goals ?? []).map(({ what, value, wanted, unit, met }) => [
    what,
    number(value) + unit,
    wanted,
    met ? 'yes' : '**no**',
  ]);
  return [
    `# ${result.title}`,
    [environment, result.setting.join('\n')].filter(Boolean).join('\n\n'),
    ...result.tables.map(table),
    ...(goals.length > 0 ? [table({ head: ['figure', 'measured', 'goal', 'met'], rows: goals })] : []),
    ...(result.notes ?? []),
  ]
    .join('\n\n')
    .concat('\n');
}

async function first(program, args, pattern) {
  const done = await run(program, args).catch(() => ({ stdout: '', stderr: '' }));
  return pattern.exec(done.stdout + done.stderr)?.[1] ?? 'unknown';
}

async function debian(name) {
  return first('dpkg-query', ['-W', '-f', '${Version}\n', name], /(\S+)/);
}

// One paragraph: commit, machine, versions.
export async function environmentOf(note) {
  const git = async (...args) => (await run('git', ['-C', root, ...args])).stdout.trim();
  const changed = (await git('status', '--porcelain', '--', 'src', 'migrations', 'cmake')) !== '';
  const parts = [
    `Commit ${await git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`,
    new Date().toISOString().slice(0, 10),
    `${availableParallelism()} cores (${cpus()[0].model.trim()})`,
    `Portico ${await first(binary, ['version'], /(\d\S*)/)} on SQLite ${await debian('libsqlite3-0')}`,
    `Orthanc ${await debian('orthanc')}, orthanc-dicomweb ${await debian('orthanc-dicomweb')}`,
    `nginx ${await debian('nginx')}, wrk ${await debian('wrk')}, DCMTK ${await debian('dcmtk')}`,
    `Node ${process.versions.node}`,
  ];
  return `${parts.join(', ')}.${note ? ` ${note}` : ''}`;
}

// How busy the machine was before: what else runs on it blurs the figures.
export function loadBefore() {
  return `Load of the machine before: ${loadavg()
    .map((one) => one.toFixed(1))
    .join(', ')} (1, 5, 15 minutes).`;
}

export async function keep(name, text) {
  await writeFile(fileURLToPath(new URL(`../../results/${name}.md`, import.meta.url)), text);
}
