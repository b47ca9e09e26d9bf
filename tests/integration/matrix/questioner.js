// Puts the questions of the matrix: fills an operation's path and body for a side, sends it, and looks at what came.
import http from 'node:http';
import { Answer } from '../harness/client.js';

const loneAgent = new http.Agent();

export class Questioner {
  constructor(own, foreign) {
    this.own = own;
    this.foreign = foreign;
    this.secrets = new Map([own, foreign].map((side) => [side, secretsOf(side)]));
  }

  // `side` undefined names something that does not exist. Where the caller gets in, the request is one that does no
  // harm; everywhere else it is one that would succeed.
  async ask(operation, caller, side, wanted) {
    const { sample, method } = operation;
    const allowed = wanted === 'past';
    const subject = sample?.scope === 'user' ? this.#person(caller, side) : side;
    const place = { own: this.own, caller };
    let named = (await sample?.path?.(subject, place)) ?? {};
    if (allowed && sample?.fresh) named = await sample.fresh(subject, place);
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(named[name] ?? `no-${name}`));
    const path = filled + (sample?.query?.(subject, place) ?? '');
    const request = allowed
      ? (sample?.harmless?.() ?? this.#empty(operation))
      : (sample?.request?.(subject, place) ?? this.#empty(operation));
    const client = allowed && sample?.usesUp ? await caller.client.again() : caller.client;
    const answer = operation.streams
      ? await this.#begin(client, method, path)
      : await client.send(method, path, request);
    answer.asked = path + JSON.stringify(request.json ?? '');
    if (client.session && answer.headers['set-cookie'] && client === caller.client) await client.refresh();
    return answer;
  }

  // Things of a person: the caller's own, or the administrator's (the foreign one's, where that is the caller).
  #person(caller, side) {
    if (side === undefined) return undefined;
    if (side === this.own) return caller.client.session ? caller.client : this.own.admin;
    return caller.client === this.foreign.admin ? this.own.admin : this.foreign.admin;
  }

  #empty(operation) {
    if (operation.isJson) return { json: {} };
    return operation.hasBody ? { body: 'x', headers: { 'Content-Type': 'text/plain' } } : {};
  }

  // The beginning of an answer that has no end.
  async #begin(client, method, path) {
    const response = await client.open(method, path, { agent: loneAgent });
    if (response.statusCode === 200) {
      response.destroy();
      return new Answer(200, response.headers, Buffer.alloc(0));
    }
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    return new Answer(response.statusCode, response.headers, Buffer.concat(chunks));
  }

  // What an answer holds of sides that the caller has no part in, beside what the question itself named.
  secretsIn(answer, caller) {
    const told = [];
    for (const [side, secrets] of this.secrets) {
      if (caller.side === side || caller.client === side.clinician) continue;
      told.push(
        ...secrets.filter((secret) => answer.body.includes(secret) && !answer.asked.includes(secret)),
      );
    }
    return told;
  }

  // A search finds the study exactly for those who see it.
  searchComplaint(answer, caller, side) {
    if (answer.status !== 200) return `a search answered ${answer.status}`;
    const finds = answer.json.length > 0;
    return finds === caller.sees.includes(side)
      ? undefined
      : `the search ${finds ? 'finds' : 'does not find'} the study`;
  }
}

// What only a side's own people may ever read.
function secretsOf(side) {
  return [
    side.study.id,
    side.queued.id,
    side.study.patient.id,
    side.study.patient.patientId,
    side.study.description,
    side.staff.user.email,
    side.staff.role.id,
    side.clinicianRole.id,
    side.key.id,
    side.link.id,
    side.grantId,
    side.aeId,
    side.referrerLinkId,
  ];
}
