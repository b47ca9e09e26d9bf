// An SMSC that delivers nowhere: speaks SMPP 3.4 with a gateway and keeps what it gets.
import smpp from 'smpp';

// Numbers that end so come to this end.
const ends = { 500: 'UNDELIV', 408: 'EXPIRED' };
const states = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5 };

const stamp = (date) => date.toISOString().replaceAll(/[-T:]/g, '').slice(2, 12);

export class Smsc {
  messages = []; // {id, from, to, text, parts}
  #sessions = new Set();
  #server;
  #count = 0;
  #user;
  #password;

  constructor({ user, password }) {
    this.#user = user;
    this.#password = password;
  }

  listen(port) {
    this.port = port;
    this.#server = smpp.createServer({}, (session) => this.#serve(session));
    return new Promise((resolve, reject) => this.#server.on('error', reject).listen(port, '127.0.0.1', resolve));
  }

  // Breaks all connections off.
  close() {
    for (const session of this.#sessions) session.destroy();
    this.#sessions.clear();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(session) {
    this.#sessions.add(session);
    session.on('close', () => this.#sessions.delete(session));
    session.on('error', () => {});
    const bind = (pdu) => {
      const known = pdu.system_id === this.#user && pdu.password === this.#password;
      session.send(pdu.response(known ? { system_id: 'SMSC' } : { command_status: smpp.ESME_RBINDFAIL }));
    };
    for (const kind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) session.on(kind, bind);
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => this.#take(session, pdu));
  }

  #take(session, pdu) {
    const to = pdu.destination_addr;
    if (to.endsWith('404')) return session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
    const id = (this.#count += 1).toString(16).padStart(8, '0');
    const { message } = pdu.short_message;
    const text = Buffer.isBuffer(message) ? message.toString('latin1') : String(message);
    this.messages.push({ id, from: pdu.source_addr, to, text, at: Date.now() });
    session.send(pdu.response({ message_id: id }));
    if (pdu.registered_delivery & 1) this.#report(session, pdu, id, ends[to.slice(-3)] ?? 'DELIVRD');
    return undefined;
  }

  // SMPP 3.4, appendix B.
  #report(session, pdu, id, stat) {
    const now = stamp(new Date());
    const delivered = stat === 'DELIVRD' ? '001' : '000';
    session.deliver_sm({
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:${delivered} submit date:${now} done date:${now} stat:${stat} err:000 text:`,
      receipted_message_id: id,
      message_state: states[stat],
    });
  }
}
