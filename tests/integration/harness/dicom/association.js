// A C-STORE user that sends whatever it is given, also what no honest program would (PS3.8 9.3, PS3.7 9.3.1).
import { connect } from 'node:net';

const applicationContext = '1.2.840.10008.3.1.1.1';

const item = (type, body) => {
  const head = Buffer.from([type, 0, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
};
const pdu = (type, body, length = body.length) => {
  const head = Buffer.from([type, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, body]);
};
const title = (text) => Buffer.from(text.padEnd(16), 'latin1');

function associateRequest({ called, calling }, sopClass, transferSyntax) {
  const longest = Buffer.alloc(4);
  longest.writeUInt32BE(16384);
  return pdu(
    0x01,
    Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      title(called),
      title(calling),
      Buffer.alloc(32),
      item(0x10, Buffer.from(applicationContext)),
      item(
        0x20,
        Buffer.concat([
          Buffer.from([1, 0, 0, 0]),
          item(0x30, Buffer.from(sopClass)),
          item(0x40, Buffer.from(transferSyntax)),
        ]),
      ),
      item(0x50, Buffer.concat([item(0x51, longest), item(0x52, Buffer.from('2.25.1'))])),
    ]),
  );
}

// A command set is Implicit VR Little Endian (PS3.7 6.3.1).
function commandElement(number, value) {
  let bytes = value;
  if (typeof value === 'number') {
    bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
  } else {
    bytes = Buffer.from(value.length % 2 === 0 ? value : `${value}\0`, 'latin1');
  }
  const head = Buffer.alloc(8);
  head.writeUInt16LE(number, 2);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

function storeCommand(sopClass, sopInstance) {
  const rest = Buffer.concat([
    commandElement(0x0002, sopClass),
    commandElement(0x0100, 0x0001),
    commandElement(0x0110, 1),
    commandElement(0x0700, 0),
    commandElement(0x0800, 0x0102),
    commandElement(0x1000, sopInstance),
  ]);
  const length = Buffer.alloc(12);
  length.writeUInt32LE(4, 4);
  length.writeUInt32LE(rest.length, 8);
  return Buffer.concat([length, rest]);
}

function* data(bytes, command) {
  for (let at = 0; at === 0 || at < bytes.length; at += 16_000) {
    const piece = bytes.subarray(at, at + 16_000);
    const last = at + 16_000 >= bytes.length;
    const value = Buffer.concat([Buffer.from([1, (command ? 1 : 0) | (last ? 2 : 0)]), piece]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(value.length);
    yield pdu(0x04, Buffer.concat([head, value]));
  }
}

// Reads PDUs from a socket: {type, body}; undefined once the peer has gone.
class Incoming {
  #bytes = Buffer.alloc(0);
  #wake = () => undefined;
  #over = false;

  constructor(socket) {
    const end = () => {
      this.#over = true;
      this.#wake();
    };
    socket.on('data', (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    socket.on('end', end).on('close', end).on('error', end);
  }

  async next() {
    for (;;) {
      const length = this.#bytes.length >= 6 ? this.#bytes.readUInt32BE(2) + 6 : Infinity;
      if (this.#bytes.length >= length) {
        const whole = this.#bytes.subarray(0, length);
        this.#bytes = this.#bytes.subarray(length);
        return { type: whole[0], body: whole.subarray(6) };
      }
      if (this.#over) return undefined;
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}

function statusOf({ body }) {
  for (let at = 6; at + 8 <= body.length; at += 8 + body.readUInt32LE(at + 4))
    if (body.readUInt16LE(at) === 0 && body.readUInt16LE(at + 2) === 0x0900) return body.readUInt16LE(at + 8);
  return undefined;
}

// Sends a data set as it is. {accepted, status}: status is undefined when the association ended before an answer.
// `instead`: bytes that go in place of the C-STORE; nothing follows them.
export async function storeRaw(server, titles, { sopClass, sopInstance, transferSyntax, dataSet, instead }) {
  const socket = connect(server.dicom, '127.0.0.1');
  socket.setTimeout(60_000, () => socket.destroy());
  const incoming = new Incoming(socket);
  try {
    socket.write(associateRequest(titles, sopClass, transferSyntax));
    const answer = await incoming.next();
    // The result of the only presentation context stands behind its id (PS3.8 9.3.3.2).
    const context = answer?.type === 0x02 ? answer.body.indexOf(Buffer.from([0x21, 0])) : -1;
    if (context < 0 || answer.body[context + 6] !== 0) return { accepted: false };
    if (instead) {
      socket.end(instead);
    } else {
      for (const one of data(storeCommand(sopClass, sopInstance), true)) socket.write(one);
      for (const one of data(dataSet, false)) socket.write(one);
    }
    const reply = await incoming.next();
    if (reply?.type !== 0x04) return { accepted: true };
    socket.write(pdu(0x05, Buffer.alloc(4)));
    await incoming.next();
    return { accepted: true, status: statusOf(reply) };
  } finally {
    socket.destroy();
  }
}
