import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { ok } from '#core/kernel/problem.ts';
import type { Head, ReceiptPage } from '#protocol/receipts.ts';
import { checkedUpTo, followed, readKnown } from '#workspace/receipts/known-head.ts';
import { KeptHeads, type KnownHeads } from '#workspace/receipts/kept-heads.ts';
import { SectionChain } from '#workspace/receipts/section-chain.ts';
import { verifySignature } from '../../server/receipts/relay-key.ts';
import { memoryStorage, newMemory, type Memory } from '../../server/storage/memory.ts';
import { RawClient, WORKSPACE, api, runRelay, share, until } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

/** A relay on a memory, with somebody who writes so many entries more. */
async function relayOn(memory: Memory, owner?: string) {
  const relay = await runRelay({ storage: memoryStorage(memory) });
  running.push(relay);
  const secret = owner ?? (await share(relay));
  const asked: number[] = [];
  const chain = new SectionChain(async (after) => {
    asked.push(after);
    const path = `/api/workspaces/${WORKSPACE}/receipts/org?after=${after}`;
    return ok((await api(relay, 'GET', path, secret)).json as unknown as ReceiptPage);
  });
  const write = async (count: number, slot = 'a') => {
    const client = await new RawClient(relay, secret).sync();
    const map = client.doc.getMap('audit');
    const from = map.size;
    client.doc.transact(() => {
      for (let i = 1; i <= count; i++) map.set(`${from + i}.${slot}`, `${slot} ${i}`);
    });
    await client.sync();
    client.socket.terminate();
    const heads = (await new RawClient(relay, secret).open()).heads;
    await until(() => heads.length > 0);
    return heads[0]!;
  };
  return { relay, secret, chain, asked, write };
}

const copyOf = ({ rooms, values }: Memory): Memory => ({
  rooms: new Map([...rooms].map(([name, room]) => [name, structuredClone(room)])),
  values: new Map(values)
});

const knownAt = (head: Head) => followed(undefined, head, true);

describe('the receipts of a section', () => {
  test('are read from what was checked up to the end, and down as far as is asked', async () => {
    const { chain, asked, write } = await relayOn(newMemory());
    const first = await write(1500);
    const last = await write(1200);
    const known = followed(knownAt(first), last, true);
    expect(await chain.renew(known)).toEqual(ok(last));
    expect(asked).toEqual([1499, 2499]);
    expect(chain.find('audit', '1500.a')?.seq).toBe(1500);
    expect(chain.find('audit', '1499.a')).toBeUndefined();
    expect(chain.isWhole).toBe(false);
    expect(await chain.deepen()).toEqual(ok(undefined));
    expect(await chain.deepen()).toEqual(ok(undefined));
    expect(asked.slice(2)).toEqual([499, 0]);
    expect(chain.isWhole).toBe(true);
    expect(chain.find('audit', '1.a')?.seq).toBe(1);
    const later = await write(1);
    expect(await chain.renew(followed(known, later, true))).toEqual(ok(later));
    expect(asked.at(-1)).toBe(2700);
    expect([...chain.names.values()]).toEqual(['Owner']);
  });

  test('of a relay restored from an older backup are told to be others', async () => {
    const memory = newMemory();
    const { secret, write } = await relayOn(memory);
    await write(5);
    const backup = copyOf(memory);
    const seen = await write(5);
    await running.pop()?.stop();
    const again = await relayOn(copyOf(backup), secret);
    const fewer = await again.write(1, 'b');
    expect(followed(knownAt(seen), fewer, true).doubt).toBe('earlier');
    expect(await again.chain.renew(knownAt(seen))).toEqual(ok('earlier'));
    const same = await again.write(4, 'b');
    expect(followed(knownAt(seen), same, true).doubt).toBe('other');
    const more = await again.write(4, 'b');
    // By their number alone they could follow; the chain tells.
    const known = followed(knownAt(seen), more, true);
    expect(known.doubt).toBeUndefined();
    expect(await again.chain.renew(known)).toEqual(ok('parted'));
    const other = await relayOn(newMemory());
    expect(followed(known, await other.write(30), true).doubt).toBe('key');
    // In doubt all of it is read, and fits itself.
    expect(await again.chain.renew({ ...known, doubt: 'parted' })).toEqual(ok(more));
    expect(again.chain.isWhole).toBe(true);
  });

  test('that a relay cut, changed or made up are told to be broken', async () => {
    const { relay, secret, write } = await relayOn(newMemory());
    const head = await write(20);
    const path = `/api/workspaces/${WORKSPACE}/receipts/org?after=0`;
    const honest = (await api(relay, 'GET', path, secret)).json as unknown as ReceiptPage;
    const lies: Partial<ReceiptPage>[] = [
      { lines: honest.lines.slice(0, -1) },
      { lines: honest.lines.slice(1) },
      { lines: honest.lines.with(7, honest.lines[7]!.replace('8.a', '8.b')) },
      { lines: [] },
      { next: 0, lines: [...honest.lines, honest.lines[0]!] }
    ];
    for (const lie of lies) {
      const chain = new SectionChain(() => Promise.resolve(ok({ ...honest, ...lie })));
      expect(await chain.renew(undefined)).toEqual(ok('broken'));
    }
    const chain = new SectionChain(() => Promise.resolve(ok(honest)));
    expect(await chain.renew(undefined)).toEqual(ok(head));
  });
});

describe('what is kept of heads', () => {
  /** The next visit has what the one before kept. */
  function device() {
    const kept = new Map<'org', unknown>();
    let heads: KnownHeads = new Map();
    const visit = () =>
      new KeptHeads(WORKSPACE, structuredClone(kept), verifySignature, {
        keep: (_, known) => kept.set('org', known),
        onChange: (next) => (heads = next)
      });
    return { visit, known: () => heads.get('org') };
  }

  test('a doubt stays over visits until somebody takes what is told', async () => {
    const memory = newMemory();
    const { secret, write } = await relayOn(memory);
    const { visit, known } = device();
    let heads = visit();
    const backup = copyOf(memory);
    for (const n of [1, 2]) await heads.hear('org', await write(n));
    expect(known()).toMatchObject({ checked: { seq: 1 }, seen: { seq: 3 } });
    await running.pop()?.stop();
    const again = await relayOn(backup, secret);
    heads = visit();
    await heads.hear('org', await again.write(1, 'b'));
    expect(known()?.doubt).toBe('earlier');
    heads = visit();
    expect(known()?.doubt).toBe('earlier');
    const more = await again.write(9, 'b');
    await heads.hear('org', more);
    expect(known()).toMatchObject({ doubt: 'earlier', seen: { seq: 3 }, told: { seq: 10 } });
    heads.take({ word: 'checked', section: 'org', head: more });
    expect(known()?.doubt).toBe('earlier');
    heads.take({ word: 'accept' });
    expect(known()).toEqual({ checked: more, seen: more, told: more });
    heads.take({ word: 'doubt', section: 'org', doubt: 'parted' });
    expect(known()?.doubt).toBe('parted');
  });

  test('a head that its key did not sign is doubted', async () => {
    const { write } = await relayOn(newMemory());
    const { visit, known } = device();
    const heads = visit();
    const head = await write(1);
    await heads.hear('org', head);
    expect(known()?.doubt).toBeUndefined();
    await heads.hear('org', { ...head, seq: 9 });
    expect(known()?.doubt).toBe('signature');
  });

  test('where signatures cannot be checked, the rest is compared', () => {
    const head: Head = { seq: 3, hash: 'h', signature: 's', publicKey: 'k' };
    const known = followed(undefined, head, undefined);
    expect(known.doubt).toBeUndefined();
    expect(followed(known, { ...head, seq: 2 }, undefined).doubt).toBe('earlier');
    expect(checkedUpTo(known, { ...head, seq: 5 })).toMatchObject({ seen: { seq: 5 } });
    expect(checkedUpTo(known, { ...head, seq: 2 })).toBe(known);
  });

  test('whatever is stored as one is read as one, or as none', () => {
    const head = fc.record({
      seq: fc.nat(),
      hash: fc.string(),
      signature: fc.string(),
      publicKey: fc.string()
    });
    const known = fc.record({ checked: head, seen: head, told: head });
    fc.assert(
      fc.property(known, (each) => {
        expect(readKnown(each)).toEqual(each);
      })
    );
    fc.assert(fc.property(fc.anything(), (each) => void readKnown(each)));
  });
});
