// Storage Commitment Push Model (PS3.4 Annex J) as its user: asks over an association, and takes reports over the same
// one or over one that the server opens.
import net from 'node:net';
import { dataSet, explicitLittleEndian } from './part10.js';

const commitment = '1.2.840.10008.1.20.1';
const wellKnownInstance = '1.2.840.10008.1.20.1.1';
const implicitLittleEndian = '1.2.840.10008.1.2';
const noDataSet = 0x0101;

const big = (value, bytes) => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};
const item = (type, value) => Buffer.concat([Buffer.from([type, 0]), big(value.length, 2), Buffer.from(value)]);
const pdu = (type, body) => Buffer.concat([Buffer.from([type, 0]), big(body.length, 4), body]);
const pdv = (kind, data) => pdu(4, Buffer.concat([big(data.length + 2, 4), Buffer.from([1, kind]), data]));

// A command set (PS3.7 6.3) of [element, number or text].
function commandSet(elements) {
  const body = elements.map(([element, value]) => {
    const bytes = typeof value === 'number' ? Buffer.alloc(2) : Buffer.from(value.length % 2 ? `${value}\0` : value);
    if (typeof value === 'number') bytes.writeUInt16LE(value);
    const head = Buffer.alloc(8);
    head.writeUInt16LE(element, 2);
    head.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([head, bytes]);
  });
  const length = Buffer.alloc(12);
  length.writeUInt32LE(4, 4);
  length.writeUInt32LE(Buffer.concat(body).length, 8);
  return Buffer.concat([length, ...body]);
}

function readCommand(bytes) {
  const command = {};
  for (let at = 0; at + 8 <= bytes.length;) {
    const [element, length] = [bytes.readUInt16LE(at + 2), bytes.readUInt32LE(at + 4)];
    if (length === 2) command[element] = bytes.readUInt16LE(at + 8);
    at += 8 + length;
  }
  return command;
}

// The elements of a data set, items in lists: {"00081199": [{…}]}; text of everything that is no number.
function readDataSet(bytes, explicit) {
  const found = {};
  for (let at = 0; at + 8 <= bytes.length;) {
    const tag = [0, 2]
      .map((n) =>
        bytes
          .readUInt16LE(at + n)
          .toString(16)
          .padStart(4, '0'),
      )
      .join('');
    const vr = explicit ? bytes.toString('latin1', at + 4, at + 6) : undefined;
    const isLong = explicit && ['SQ', 'OB', 'UN'].includes(vr);
    const length = explicit && !isLong ? bytes.readUInt16LE(at + 6) : bytes.readUInt32LE(at + (isLong ? 8 : 4));
    const begin = at + (isLong ? 12 : 8);
    const value = bytes.subarray(begin, begin + length);
    if (tag === '00081199' || tag === '00081198') found[tag] = readItems(value, explicit);
    else if (tag === '00081197') found[tag] = value.readUInt16LE();
    else found[tag] = value.toString('latin1').replace(/[\0 ]+$/, '');
    at = begin + length;
  }
  return found;
}
function readItems(bytes, explicit) {
  const items = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    items.push(readDataSet(bytes.subarray(at + 8, at + 8 + length), explicit));
    at += 8 + length;
  }
  return items;
}

// PDUs of a socket, one after the other: {type, body}; type 0 when it has ended.
class Line {
  #buffer = Buffer.alloc(0);
  #ended = false;
  #wake = () => {};

  constructor(socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('close', end).on('end', end).on('error', end);
  }
  async pdu() {
    for (;;) {
      const length = this.#buffer.length >= 6 ? 6 + this.#buffer.readUInt32BE(2) : Infinity;
      if (this.#buffer.length >= length) {
        const whole = this.#buffer.subarray(0, length);
        this.#buffer = this.#buffer.subarray(length);
        return { type: whole[0], body: whole.subarray(6) };
      }
      if (this.#ended) return { type: 0, body: Buffer.alloc(0) };
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
  // A message: {command, data}; undefined when something else than data came.
  async message() {
    const command = await this.#fragments();
    if (!command) return undefined;
    const values = readCommand(command);
    return { command: values, data: values[0x0800] === noDataSet ? undefined : await this.#fragments() };
  }
  async #fragments() {
    const pieces = [];
    for (;;) {
      const { type, body } = await this.pdu();
      if (type !== 4) return undefined;
      pieces.push(body.subarray(6));
      if (body[5] & 2) return Buffer.concat(pieces);
    }
  }
  answerReport(message) {
    this.socket.write(
      pdv(
        3,
        commandSet([
          [0x0002, commitment],
          [0x0100, 0x8100],
          [0x0120, message.command[0x0110]],
          [0x0800, noDataSet],
          [0x0900, 0],
        ]),
      ),
    );
  }
  async release() {
    this.socket.write(pdu(5, Buffer.alloc(4)));
    while (![0, 6, 7].includes((await this.pdu()).type));
    this.socket.destroy();
  }
}

const reportOf = (message, explicit) => ({
  eventType: message.command[0x1002],
  ...readDataSet(message.data, explicit),
});

function associateRequest({ called, calling }) {
  const title = (text) => Buffer.from(text.padEnd(16));
  return pdu(
    1,
    Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      title(called),
      title(calling),
      Buffer.alloc(32),
      item(0x10, '1.2.840.10008.3.1.1.1'),
      item(0x20, Buffer.concat([Buffer.from([1, 0, 0, 0]), item(0x30, commitment), item(0x40, explicitLittleEndian)])),
      item(0x50, Buffer.concat([item(0x51, big(65536, 4)), item(0x52, '2.25.1')])),
    ]),
  );
}

// Asks whether objects [{sopClass, sopUid}] are safe. With `stay` the report is awaited over the same association.
// {status, report}; a report is {eventType, "00081195": …, "00081199": [safe], "00081198": [failed]}.
export async function commit(server, titles, transactionUid, objects, { stay = true } = {}) {
  const line = new Line(net.connect(server.dicom, '127.0.0.1'));
  line.socket.write(associateRequest(titles));
  const answer = await line.pdu();
  if (answer.type !== 2) throw new Error(`no association: PDU ${answer.type}`);
  line.socket.write(
    pdv(
      3,
      commandSet([
        [0x0003, commitment],
        [0x0100, 0x0130],
        [0x0110, 1],
        [0x0800, 1],
        [0x1001, wellKnownInstance],
        [0x1008, 1],
      ]),
    ),
  );
  const information = dataSet([
    ['00081195', 'UI', transactionUid],
    [
      '00081199',
      'SQ',
      objects.map(({ sopClass, sopUid }) => [
        ['00081150', 'UI', sopClass],
        ['00081155', 'UI', sopUid],
      ]),
    ],
  ]);
  for (let at = 0; at < information.length; at += 16000)
    line.socket.write(pdv(at + 16000 >= information.length ? 2 : 0, information.subarray(at, at + 16000)));
  const status = (await line.message())?.command[0x0900];
  if (!stay || status !== 0) {
    await line.release();
    return { status };
  }
  const message = await line.message();
  line.answerReport(message);
  await line.release();
  return { status, report: reportOf(message, true) };
}

// A node that is called with reports: {port, reports, close()}.
export async function commitmentNode() {
  const reports = [];
  const server = net.createServer(async (socket) => {
    const line = new Line(socket);
    const request = await line.pdu();
    if (request.type !== 1) return socket.destroy();
    socket.write(
      pdu(
        2,
        Buffer.concat([
          request.body.subarray(0, 68),
          item(0x10, '1.2.840.10008.3.1.1.1'),
          item(0x21, Buffer.concat([Buffer.from([1, 0, 0, 0]), item(0x40, implicitLittleEndian)])),
          item(0x50, item(0x51, big(65536, 4))),
        ]),
      ),
    );
    const message = await line.message();
    if (message) {
      reports.push(reportOf(message, false));
      line.answerReport(message);
    }
    if ((await line.pdu()).type === 5) socket.end(pdu(6, Buffer.alloc(4)));
    return undefined;
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port, reports, close: () => server.close() };
}
