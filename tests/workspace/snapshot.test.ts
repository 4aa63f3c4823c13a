import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noState } from '#core/kinds.ts';
import { applyDiff } from '#core/kernel/state.ts';
import { previewImport } from '#core/import/preview.ts';
import { ROOT } from '#core/org/model.ts';
import { sampleGroup } from '#core/sample/group.ts';
import { pack } from '#core/snapshot/pack.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { createOrganization } from '#core/org/commands.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { formatsOf } from '#workspace/formats.ts';
import { hasSentence, sentenceOf } from '#workspace/sentence.ts';
import { fromBase64url, randomBytes, toBase64url } from '#workspace/snapshot/bytes.ts';
import { writeEnvelope, writeHead } from '#workspace/snapshot/envelope.ts';
import { snapshotProblemMessages } from '#workspace/snapshot/problems.ts';
import {
  needsPassphrase,
  openSnapshot,
  sealForLink,
  sealPlain,
  sealWithPassphrase,
  type Secret
} from '#workspace/snapshot/seal.ts';

const layers = { people: true, tags: true, history: false };
const meta = {
  title: 't',
  at: 1,
  by: 'b',
  scope: { top: ROOT, depth: 5, layers, money: 'none' as const }
};

function sampleText(): string {
  const created = createOrganization.plan(
    noState(),
    { name: '远岸', provider: 'tencent' },
    { now: 0 }
  );
  if (!created.ok) throw new Error();
  const empty = applyDiff(noState(), created.value);
  const { diff } = previewImport(empty, { sources: [sampleGroup(11, 60)], target: ROOT });
  return projectSnapshot(applyDiff(empty, diff), meta);
}

const text = sampleText();
const key = randomBytes(32);

const codeOf = async (bytes: Uint8Array<ArrayBuffer>, secret?: Secret): Promise<string> => {
  const result = await openSnapshot(bytes, secret);
  return result.ok ? 'ok' : result.problems[0].code;
};
const flipped = (bytes: Uint8Array<ArrayBuffer>, at: number) => {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe('a sealed snapshot', () => {
  it('opens as it was, in each of its forms', async () => {
    const forms = [
      { bytes: await sealPlain(text) },
      { bytes: await sealForLink(text, 'abc', 99, key), secret: { key, id: 'abc' } },
      { bytes: await sealWithPassphrase(text, 'Ａbc 五六'), secret: { passphrase: 'Abc 五六' } }
    ];
    for (const { bytes, secret } of forms) {
      const opened = await openSnapshot(bytes, secret);
      expect(opened.ok && opened.value.text).toBe(text);
    }
    expect(await needsPassphrase(forms[0]!.bytes)).toEqual({ ok: true, value: false });
    expect(await needsPassphrase(forms[2]!.bytes)).toEqual({ ok: true, value: true });
  });

  it('tells a wrong passphrase, an altered content and a cut one apart', async () => {
    const bytes = await sealWithPassphrase(text, 'right');
    const right = { passphrase: 'right' };
    expect(await codeOf(bytes, { passphrase: 'wrong' })).toBe('snapshot.wrongPassphrase');
    expect(await codeOf(flipped(bytes, bytes.length - 9), right)).toBe('snapshot.tampered');
    expect(await codeOf(bytes.slice(0, -1), right)).toBe('snapshot.truncated');
    expect(await codeOf(bytes.slice(0, 40), right)).toBe('snapshot.truncated');
    expect(await codeOf(new TextEncoder().encode('PK nonsense'))).toBe('snapshot.notOurs');
  });

  it('is bound to its id, its expiry and its key, also when the digest is made anew', async () => {
    const bytes = await sealForLink(text, 'abc', 99, key);
    expect(await codeOf(bytes, { key, id: 'abd' })).toBe('snapshot.tampered');
    expect(await codeOf(bytes, { key: randomBytes(32), id: 'abc' })).toBe('snapshot.tampered');
    const end = bytes.indexOf(10);
    const head = new TextDecoder()
      .decode(bytes.slice(0, end + 1))
      .replace('"expires":99', '"expires":98');
    const body = bytes.slice(bytes.indexOf(10, end + 1) + 1);
    const later = await writeEnvelope(new TextEncoder().encode(head), body);
    expect(await codeOf(later, { key, id: 'abc' })).toBe('snapshot.tampered');
  });

  it('holds nothing of the content in the clear, and differs each time', async () => {
    const [a, b] = [await sealForLink(text, 'i', 9, key), await sealForLink(text, 'i', 9, key)];
    expect(a).not.toEqual(b);
    expect(new TextDecoder().decode(a)).not.toContain('远岸');
  });

  it('never throws on altered or cut bytes, and never opens them as something else', async () => {
    const bytes = await sealPlain(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.boolean(), async (at, cut) => {
        const code = await codeOf(cut ? bytes.slice(0, at) : flipped(bytes, at));
        expect(code).not.toBe('ok');
      }),
      { numRuns: 150 }
    );
  });

  it('refuses what unpacks beyond the bound, newer forms and too cheap passphrases', async () => {
    const bomb = await writeEnvelope(
      writeHead({ form: 'plain' }),
      pack('0'.repeat(65 * 1024 * 1024))
    );
    expect(await codeOf(bomb)).toBe('snapshot.tooLarge');
    const newer = new TextEncoder().encode('{"banyan-snapshot":2,"form":"plain"}\n');
    expect(await codeOf(await writeEnvelope(newer, pack('{}')))).toBe('snapshot.newer');
    const cheap = new TextDecoder().decode(await sealWithPassphrase('{}', 'x'));
    const head = `${cheap.slice(0, cheap.indexOf('\n')).replace('600000', '1000')}\n`;
    const bytes = await writeEnvelope(new TextEncoder().encode(head), new Uint8Array(20));
    expect(await codeOf(bytes, { passphrase: 'x' })).toBe('snapshot.tampered');
  });
});

describe('base64url', () => {
  it('gives bytes back, and takes one spelling of them only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const spelled = toBase64url(bytes);
        expect(fromBase64url(spelled, 32)).toEqual(new Uint8Array(bytes));
        expect(fromBase64url(spelled.slice(1), 32)).toBeUndefined();
      })
    );
    expect(fromBase64url('='.repeat(43), 32)).toBeUndefined();
  });
});

describe('problems', () => {
  it('each have a sentence in both languages', () => {
    for (const code of [...Object.keys(snapshotProblemMessages), ...Object.keys(RELAY_PROBLEMS)]) {
      expect(hasSentence(code)).toBe(true);
      const problem = { code, params: { detail: 'x', most: 1, status: 404 } };
      const [zh, en] = (['zh-CN', 'en'] as const).map((locale) =>
        sentenceOf(problem, formatsOf(locale))
      );
      expect(zh).not.toBe(en);
    }
  });
});

describe('a link', () => {
  it('carries ciphertext, hash and grant to the relay, and says what the relay refuses', async () => {
    const { uploadSnapshot, downloadSnapshot, revokeSnapshot } =
      await import('#workspace/snapshot/relay.ts');
    const seen: { method: string; url: string; authorization: string | undefined }[] = [];
    let answer: { status: number; body: string; type: string };
    const server = createServer((request, response) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, authorization: headers.authorization });
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const real = globalThis.fetch;
    // Node's fetch has no page whose origin a path would belong to.
    globalThis.fetch = (path, init) => real(new URL(path as string, origin), init);
    try {
      answer = { status: 201, body: '', type: 'text/plain' };
      const upload = {
        id: 'abc',
        expires: 5,
        bytes: randomBytes(9),
        deleteTokenHash: 'ff',
        secret: 's'
      };
      expect((await uploadSnapshot(upload)).ok).toBe(true);
      expect(seen.at(-1)).toEqual({
        method: 'PUT',
        url: '/api/snapshots/abc?expires=5',
        authorization: 'Bearer s'
      });
      answer = { status: 410, body: '{"code":"snapshot.revoked"}', type: 'application/json' };
      expect(await downloadSnapshot('abc')).toMatchObject({
        problems: [{ code: 'snapshot.revoked' }]
      });
      answer = { status: 200, body: '<!doctype html>', type: 'text/html' };
      expect(await downloadSnapshot('abc')).toMatchObject({
        problems: [{ code: 'relay.failed' }]
      });
      answer = { status: 200, body: 'xyz', type: 'application/octet-stream' };
      expect(await downloadSnapshot('abc')).toEqual({
        ok: true,
        value: new TextEncoder().encode('xyz')
      });
      answer = { status: 500, body: '{"code":"__proto__"}', type: 'application/json' };
      expect(await revokeSnapshot('abc', 't')).toMatchObject({
        problems: [{ code: 'relay.failed', params: { status: 500 } }]
      });
    } finally {
      server.close();
    }
    expect(await downloadSnapshot('abc')).toMatchObject({
      problems: [{ code: 'relay.unreachable' }]
    });
    globalThis.fetch = real;
  });
});
