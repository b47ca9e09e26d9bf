// Reads server-sent events (WHATWG HTML, 9.2.6) of one client.
import http from 'node:http';
import { eventually } from './eventually.js';

export class EventReader {
  events = [];
  ended = false;

  static async open(client) {
    const reader = new EventReader();
    // A connection of its own: it stays open.
    const response = await client.open('GET', '/api/v1/events', {
      agent: new http.Agent(),
      headers: { Accept: 'text/event-stream' },
    });
    reader.status = response.statusCode;
    reader.#response = response;
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        reader.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
    response.on('close', () => (reader.ended = true));
    response.on('error', () => (reader.ended = true));
    return reader;
  }

  #response;

  #take(block) {
    const event = { name: 'message', data: '' };
    for (const line of block.split('\n')) {
      if (line.startsWith('event:')) event.name = line.slice(6).trim();
      if (line.startsWith('data:')) event.data += line.slice(5).trim();
    }
    if (event.data !== '') this.events.push(event);
  }

  // Forgets what came; what comes from now on counts.
  clear() {
    this.events.length = 0;
  }

  next(name, options) {
    return eventually(`the event ${name}`, () => this.events.find((event) => event.name === name), options);
  }

  close() {
    this.#response.destroy();
  }
}
