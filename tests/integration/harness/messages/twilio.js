// A gateway that takes messages as Twilio does and reports with its signature.
import { createHmac } from 'node:crypto';
import http from 'node:http';

export class TwilioGateway {
  sid = 'ACtest';
  token = 'the auth token';
  messages = []; // {sid, path, to, from, body, callback}

  static async start() {
    const gateway = new TwilioGateway();
    gateway.server = http.createServer((request, response) => gateway.#take(request, response));
    await new Promise((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    gateway.url = `http://127.0.0.1:${gateway.server.address().port}`;
    return gateway;
  }

  async #take(request, response) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const known = `Basic ${Buffer.from(`${this.sid}:${this.token}`).toString('base64')}`;
    const answer = (status, value) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== known) return answer(401, { code: 20003, message: 'Authenticate' });
    const form = new URLSearchParams(body);
    if (form.get('To').endsWith('404')) return answer(400, { code: 21211, message: "Invalid 'To'" });
    const sid = `SM${this.messages.length + 1}`;
    this.messages.push({
      sid,
      path: request.url,
      to: form.get('To'),
      from: form.get('From'),
      body: form.get('Body'),
      callback: form.get('StatusCallback'),
    });
    return answer(201, { sid, status: 'queued' });
  }

  // Tells what became of a message; `signature`: another than the right one.
  async report({ sid, to, callback }, status, { signature, more = {} } = {}) {
    const form = { MessageSid: sid, MessageStatus: status, To: to, ...more };
    const signed =
      callback +
      Object.keys(form)
        .sort()
        .map((name) => name + form[name])
        .join('');
    const right = createHmac('sha1', this.token).update(signed).digest('base64');
    const answer = await fetch(callback, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Twilio-Signature': signature ?? right,
      },
      body: new URLSearchParams(form).toString(),
    });
    return answer.status;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
