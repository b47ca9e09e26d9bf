// Mail and text messages that really go out: by SMTP with TLS, by Kannel before an SMSC, and by what speaks like Twilio
// (PAT-42, PAT-43, GEN-10, GEN-12).
import assert from 'node:assert/strict';
import { binary } from '../harness/binary.js';
import { eventually } from '../harness/eventually.js';
import { makeAuthority } from '../harness/messages/certificates.js';
import { Kannel, missingKannel } from '../harness/messages/kannel.js';
import { MailServer, missingMail } from '../harness/messages/mail.js';
import { TwilioGateway } from '../harness/messages/twilio.js';
import { run } from '../harness/process.js';
import { makeStaff, makeTenant, password, registrationOf } from '../harness/world.js';

const path = '/api/v1/tenant/messages';

export default async function messages(bench) {
  const missing = missingMail ?? missingKannel;
  if (missing) bench.skip('PAT-43', missing);
  else await sending(bench);
  await byTwilio(bench);
}

// What both parts need of a department's messages.
function messagesOf(server, tenant) {
  const list = async (query = '') => (await tenant.admin.get(`${path}?limit=200${query}`)).expect(200).items;
  return {
    list,
    // Into the outbox, as features write them; the message's id.
    enqueue: async (where, to) =>
      (await server.command(['messages', 'test', '--queue', '--tenant', tenant.slug, `--${where}`, to])).json[where],
    until: (id, what, seconds = 60) =>
      eventually(
        `message ${id}: ${what}`,
        async () => {
          const one = (await list()).find((message) => message.id === id);
          return what(one) && one;
        },
        { seconds },
      ),
  };
}

async function sending(bench) {
  const test = bench.test;
  const authority = await makeAuthority();
  const mail = await MailServer.start(authority);
  const kannel = await Kannel.start();
  const env = { ...mail.environment(authority.ca), ...kannel.environment(), PORTICO_SMS_MONTHLY_LIMIT: '8' };
  const server = await bench.serve({ env });
  server.secrets.add(mail.password).add(kannel.password);
  const tenant = await makeTenant(server);
  const other = await makeTenant(server);
  const { list, enqueue, until } = messagesOf(server, tenant);
  const received = (to) => kannel.smsc.messages.filter((message) => `+${message.to}` === to);

  try {
    await mails();
    await refusedMails();
    await texts();
    await whatStaffSee();
    await outage();
    await death();
  } finally {
    await mail.down();
    await kannel.stop();
    await authority.clean();
  }

  async function mails() {
    await test('PAT-43 a mail goes out by SMTP with TLS and a sign-in, as text and HTML in the language of its reader', async () => {
      const email = 'jeanne@clinic.test';
      const form = registrationOf({ name: 'Jeanne Été', email, language: 'fr' });
      (await server.client().post('/api/v1/registrations', form)).expect(202);
      const [got] = await eventually('the mail is there', async () => {
        const mails = await mail.mails(email);
        return mails.length > 0 && mails;
      });
      assert.deepEqual([got.tls, got.authenticated, got.defects], [true, true, []]);
      assert.equal(got.from, 'noreply@portal.example');
      assert.equal(got.headers['Content-Language'], 'fr');
      assert.equal(got.headers['Auto-Submitted'], 'auto-generated');
      assert.match(got.headers['Message-ID'], /^<[0-9a-z]{26}@portal\.example>$/);
      assert.ok(Math.abs(new Date(got.headers.Date) - Date.now()) < 60_000);
      assert.match(got.text, /Jeanne Été/);
      assert.match(got.html, /Jeanne Été/);
      const token = /\/register\/confirm#(\S+)/.exec(got.text)[1];
      server.secrets.add(token);
      assert.ok(got.html.includes(token));
      (await server.client().post('/api/v1/registrations/confirmations', { token })).expect(200);
      await server.client().signIn(email, password);
    });

    await test('S9 nothing of a message is kept once it was sent', async () => {
      const [row] = await eventually('it is sent', () =>
        server.database.rows("SELECT subject, body_text, body_html FROM message WHERE state = 'sent'"),
      );
      assert.deepEqual(Object.values(row), ['', '', '']);
    });

    await test('PAT-42 an address that the mail server refuses for good is a dead letter', async () => {
      const one = await until(await enqueue('mail', 'unknown@clinic.test'), (now) => now.state === 'failed');
      assert.match(one.problem, /550/);
      assert.equal(one.tries, 1);
      assert.equal(one.canBeSentAgain, true);
    });

    await test('PAT-42 what the mail server refuses for now is tried again', async () => {
      await mail.mode({ reject: '451 4.3.0 later', times: 1 });
      const id = await enqueue('mail', 'later@clinic.test');
      const one = await until(id, (now) => now.state === 'sent');
      assert.equal(one.tries, 2);
      assert.equal((await mail.mails('later@clinic.test')).length, 1);
    });
  }

  // The command that operators test their configuration with.
  async function refusedMails() {
    const tell = (more) =>
      run(binary, ['messages', 'test', '--mail', 'test@clinic.test', '--json', ...server.place], {
        env: { ...env, ...more },
      });
    await test('PAT-43 the operator tests the configuration with a command', async () => {
      const done = await tell({});
      assert.equal(done.code, 0, done.stderr);
      assert.equal((await mail.mails('test@clinic.test')).length, 1);
    });
    await test('PAT-43 nothing is said to a mail server with another certificate, or without TLS, or to which we have no sign-in', async () => {
      const stranger = await makeAuthority();
      const plain = await MailServer.start(authority, 'none');
      try {
        assert.equal((await tell({ PORTICO_MAIL_CA_FILE: stranger.ca })).code, 1);
        assert.equal((await tell({ PORTICO_MAIL_HOST: '127.0.0.2' })).code, 1);
        assert.equal((await tell({ PORTICO_MAIL_PASSWORD: 'wrong' })).code, 1);
        assert.equal((await tell({ PORTICO_MAIL_PORT: String(plain.port) })).code, 1);
        assert.deepEqual(await plain.mails(), []);
        const allowed = { PORTICO_MAIL_PORT: String(plain.port), PORTICO_MAIL_SECURITY: 'none' };
        const done = await tell(allowed);
        assert.equal(done.code, 0, done.stderr);
        assert.equal((await tell({ ...allowed, PORTICO_MAIL_HOST: 'mail.example' })).code, 1);
        assert.equal((await mail.mails('test@clinic.test')).length, 1);
      } finally {
        await plain.down();
        await stranger.clean();
      }
    });
    await test('PAT-43 TLS from the first byte works too', async () => {
      const implicit = await MailServer.start(authority, 'tls');
      try {
        const done = await tell({ PORTICO_MAIL_PORT: String(implicit.port), PORTICO_MAIL_SECURITY: 'tls' });
        assert.equal(done.code, 0, done.stderr);
        const [got] = await implicit.mails();
        assert.deepEqual([got.tls, got.authenticated], [true, true]);
      } finally {
        await implicit.down();
      }
    });
  }

  async function texts() {
    await test('PAT-43 PAT-42 a text message goes out through Kannel, and its delivery report comes back', async () => {
      const id = await enqueue('sms', '0475 12 34 56');
      const one = await until(id, (now) => now.state === 'delivered');
      assert.ok(one.deliveredAt >= one.sentAt);
      assert.deepEqual([one.recipient, one.sms], ['+32475123456', 1]);
      const [got] = received('+32475123456');
      assert.equal(got.from, 'Portico');
      assert.match(got.text, /^This is a test message/);
    });

    await test('PAT-42 a report that it did not arrive makes it a dead letter', async () => {
      const one = await until(await enqueue('sms', '+32475123500'), (now) => now.state === 'failed');
      assert.match(one.problem, /UNDELIV/);
      assert.equal((await until(await enqueue('sms', '+32475123404'), (now) => now.state === 'failed')).sms, 1);
    });

    await test('PAT-42 strangers cannot report', async () => {
      const [one] = await list('&state=delivered');
      const anybody = server.client();
      const ask = (query) => anybody.get(`/api/v1/sms-reports?${query}`);
      for (const query of [
        '',
        `message=${one.id}&status=2`,
        `message=${one.id}&key=1.${'0'.repeat(64)}&status=2`,
        'message=x&key=y&status=2',
      ])
        (await ask(query)).refused(403, 'report_not_accepted');
      assert.equal((await list()).find((now) => now.id === one.id).state, 'delivered');
    });

    await test('GEN-10 text messages go to allowed countries only, and are counted up to the limit of the month', async () => {
      const refused = await until(await enqueue('sms', '+4915123456789'), (now) => now.state === 'failed');
      assert.equal(refused.problem, 'country_not_allowed');
      const usage = async (of = tenant) => (await of.admin.get('/api/v1/tenant/message-usage')).expect(200);
      const now = await usage();
      assert.deepEqual([now.limit, now.mailChannel, now.smsChannel], [8, 'smtp', 'kannel']);
      assert.ok(now.sms >= 2 && now.sms < 8, `${now.sms} counted`);
      assert.equal((await usage(other)).sms, 0);
      await server.command(['messages', 'limit', '--tenant', tenant.slug, '--sms', String(now.sms)]);
      const over = await until(await enqueue('sms', '+32475123457'), (one) => one.state === 'failed');
      assert.equal(over.problem, 'monthly_limit_reached');
      assert.deepEqual(received('+32475123457'), []);
      await server.command(['messages', 'limit', '--tenant', tenant.slug, '--sms', '1000']);
      (await tenant.admin.post(`${path}/${over.id}/sendings`)).expect(204);
      await until(over.id, (one) => one.state === 'delivered');
      assert.equal((await usage()).sms, now.sms + 1);
    });
  }

  async function whatStaffSee() {
    await test('PAT-42 staff with the permission list their own messages, filter them and send dead ones again', async () => {
      const dead = await list('&state=failed&state=given_up');
      assert.ok(dead.length >= 3);
      assert.ok(dead.every((one) => one.state === 'failed'));
      assert.ok((await list('&channel=sms')).every((one) => one.channel === 'sms'));
      assert.deepEqual(
        (await list('&recipient=UNKNOWN@')).map((one) => one.recipient),
        ['unknown@clinic.test'],
      );
      assert.deepEqual((await other.admin.get(path)).expect(200).items, []);
      const page = (await tenant.admin.get(`${path}?limit=2`)).expect(200);
      const next = (await tenant.admin.get(`${path}?limit=2&cursor=${page.nextCursor}`)).expect(200);
      assert.ok(page.items.length === 2 && !next.items.some((one) => page.items.some(({ id }) => id === one.id)));

      const [sent] = await list('&state=sent');
      (await tenant.admin.post(`${path}/${sent.id}/sendings`)).refused(409, 'message_cannot_be_sent_again');
      const [again] = await list('&recipient=unknown@');
      (await other.admin.post(`${path}/${again.id}/sendings`)).refused(404, 'not_found');
      (await tenant.admin.post(`${path}/${again.id}/sendings`)).expect(204);
      await until(again.id, (one) => one.state === 'failed');
      const entries = (await tenant.admin.get('/api/v1/tenant/audit?event=message.sent_again')).expect(200).items;
      assert.equal(entries.length, 2);
      const desk = await makeStaff(tenant, ['view_studies']);
      (await desk.get(path)).refused(403, 'forbidden');
    });

    await test('GEN-8 every message can be previewed in four languages, and names no real person', async () => {
      const { items } = (await tenant.admin.get('/api/v1/tenant/message-texts')).expect(200);
      const kinds = new Set(items.map((one) => one.kind));
      assert.equal(items.length, kinds.size * 4);
      for (const one of items) assert.ok(one.text.length > 20 && (one.channel === 'sms') === (one.html === ''));
    });
  }

  async function outage() {
    await test('PAT-42 GEN-12 both gateways down for a while: nothing is lost or sent twice, and what is not valid any more is not sent', async () => {
      await mail.down();
      await kannel.down();
      const before = kannel.smsc.messages.length;
      const numbers = Array.from({ length: 5 }, (_, i) => `+3247512360${i}`);
      const ids = [];
      for (let i = 0; i < 10; i += 1) ids.push(await enqueue('mail', `down${i}@clinic.test`));
      for (const number of numbers) ids.push(await enqueue('sms', number));
      const late = await enqueue('sms', '+32475123609');
      const lateMail = await enqueue('mail', 'late@clinic.test');
      // As a code whose ten minutes are over soon.
      const end = Date.now() + 4000;
      await server.database.exec(`UPDATE message SET valid_until = ${end} WHERE id IN ('${late}', '${lateMail}')`);
      for (const id of ids) await until(id, (one) => one.tries >= 1 && one.state === 'queued');
      for (const id of [late, lateMail]) {
        const one = await until(id, (now) => now.state === 'expired');
        assert.deepEqual([one.problem, one.canBeSentAgain], ['not_valid_any_more', false]);
      }
      await mail.up();
      await kannel.up();
      for (const id of ids) await until(id, (one) => ['sent', 'delivered'].includes(one.state), 120);
      await eventually('all text messages are at the SMSC', () => kannel.smsc.messages.length >= before + 5);
      const mails = (await mail.mails()).flatMap((one) => one.to).sort();
      assert.deepEqual(
        mails,
        Array.from({ length: 10 }, (_, i) => `down${i}@clinic.test`),
      );
      const texts = kannel.smsc.messages
        .slice(before)
        .map((one) => `+${one.to}`)
        .sort();
      assert.deepEqual(texts, numbers);
    });
  }

  async function death() {
    await test('PAT-42 a server that is killed while messages wait sends each of them once afterwards', async () => {
      await mail.down();
      const ids = [];
      for (let i = 0; i < 5; i += 1) ids.push(await enqueue('mail', `killed${i}@clinic.test`));
      await until(ids[4], (one) => one.tries >= 1);
      await server.stop('SIGKILL');
      await mail.up();
      await server.start();
      tenant.admin = await server.client().signIn(tenant.email, password);
      for (const id of ids) await until(id, (one) => one.state === 'sent', 120);
      const mails = (await mail.mails()).flatMap((one) => one.to).sort();
      assert.deepEqual(
        mails,
        Array.from({ length: 5 }, (_, i) => `killed${i}@clinic.test`),
      );
    });
  }
}

async function byTwilio(bench) {
  const test = bench.test;
  const gateway = await TwilioGateway.start();
  const server = await bench.serve({
    env: {
      PORTICO_SMS_CHANNEL: 'twilio',
      PORTICO_SMS_URL: gateway.url,
      PORTICO_SMS_USER: gateway.sid,
      PORTICO_SMS_PASSWORD: gateway.token,
      PORTICO_SMS_FROM: '+3200',
    },
  });
  server.secrets.add(gateway.token);
  const tenant = await makeTenant(server);
  const { list, enqueue, until } = messagesOf(server, tenant);

  await test('PAT-43 a gateway that speaks like Twilio takes messages, and its signed reports count', async () => {
    const id = await enqueue('sms', '0475 12 34 56');
    await until(id, (one) => one.state === 'sent');
    const [sent] = gateway.messages;
    assert.equal(sent.path, `/2010-04-01/Accounts/${gateway.sid}/Messages.json`);
    assert.deepEqual([sent.to, sent.from], ['+32475123456', '+3200']);
    const state = async () => (await list()).find((one) => one.id === id).state;
    assert.equal(await gateway.report(sent, 'delivered', { signature: 'AAAA' }), 403);
    assert.equal(
      await gateway.report({ ...sent, callback: sent.callback.replace(/key=1\../, 'key=1.x') }, 'delivered'),
      403,
    );
    assert.equal(await state(), 'sent');
    assert.equal(await gateway.report(sent, 'delivered'), 204);
    assert.equal(await state(), 'delivered');
    assert.equal(await gateway.report(sent, 'undelivered'), 204);
    assert.equal(await state(), 'delivered');
  });

  await test('PAT-42 a number that it refuses is a dead letter', async () => {
    const one = await until(await enqueue('sms', '+32475123404'), (now) => now.state === 'failed');
    assert.match(one.problem, /21211/);
    assert.equal((await tenant.admin.get('/api/v1/tenant/message-usage')).expect(200).sms, 1);
  });

  await gateway.stop();
}
