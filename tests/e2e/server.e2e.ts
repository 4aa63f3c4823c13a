import { request as raw } from 'node:http';
import { expect, test } from '@playwright/test';

test('the server answers pages with the app, files with themselves, and nothing else', async ({
  request
}) => {
  const page = await request.get('/w/anything/organization');
  expect(page.status()).toBe(200);
  expect(page.headers()).toMatchObject({
    'content-security-policy': "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache'
  });
  expect(await page.text()).toContain('http-equiv="content-security-policy"');
  expect((await request.get('/healthz')).status()).toBe(200);
  expect((await request.get('/favicon.svg')).headers()['content-type']).toContain('image/svg+xml');
  expect((await request.get('/_app/immutable/nothing.js')).status()).toBe(404);
  expect((await request.post('/')).status()).toBe(405);
  const script = /\/_app\/immutable\/entry\/start\.[\w-]+\.js/.exec(await page.text())?.[0] ?? '';
  expect((await request.get(script)).headers()['cache-control']).toContain('immutable');
});

test('addresses that no link has are refused and end nothing', async ({ request, baseURL }) => {
  for (const path of [
    '/../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%',
    '/a%00b',
    '/..%5c..%5cx',
    '//x'
  ]) {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(baseURL ?? '');
      const sent = raw({ host: url.hostname, port: url.port, path, method: 'GET' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(status, path).toBeLessThan(500);
  }
  expect((await request.get('/healthz')).status()).toBe(200);
});
