import type { Formats, Message } from '#core/kernel/message.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { addSentences } from '../sentence.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: string | ((p: Params, f: Formats) => string),
  en: string | ((p: Params, f: Formats) => string)
): Message<Params> => ({ zh, en });

/** Why a snapshot could not be made, opened or compared. */
export const snapshotProblemMessages = {
  'snapshot.insecure': sentence(
    '浏览器只在 https 或本机地址上提供加密，这里无法加密或解密快照。请改用 https 打开。',
    'Browsers offer encryption only over https or on this machine’s own address, so a snapshot cannot be locked or opened here. Open this page over https.'
  ),
  'snapshot.notOurs': sentence(
    '这不是快照文件。请选择由 Banyan 保存的 .banyan-snapshot 文件。',
    'This is no snapshot. Choose a .banyan-snapshot file that Banyan saved.'
  ),
  'snapshot.newer': sentence(
    '这个快照由更新版本的 Banyan 写成，请先更新再打开。',
    'This snapshot was written by a newer Banyan. Update first, then open it.'
  ),
  'snapshot.truncated': sentence(
    '这个快照不完整，后面的部分丢失了：下载或复制时可能中断。请重新获取。',
    'This snapshot is cut off: its end is missing, perhaps because a download was interrupted. Get it again.'
  ),
  'snapshot.tampered': sentence(
    '这个快照的内容被改动过，或密钥不是它的，因此没有打开。请向发送者重新索取。',
    'This snapshot was altered after it was made, or the key is not its own, so it was not opened. Ask its sender for it again.'
  ),
  'snapshot.wrongPassphrase': sentence(
    '密码不对。请核对大小写和空格后重试。',
    'That is not the passphrase. Check capitals and spaces, and try again.'
  ),
  'snapshot.malformed': sentence(
    (p) => `这个快照的内容读不懂（${p['detail']}），因此没有打开。`,
    (p) => `What this snapshot holds cannot be read (${p['detail']}), so it was not opened.`
  ),
  'snapshot.tooLarge': sentence(
    (p, f) => `这个快照展开后超过 ${f.bytes(Number(p['most']))}，因此没有打开。`,
    (p, f) =>
      `This snapshot unpacks to more than ${f.bytes(Number(p['most']))}, so it was not opened.`
  ),
  'snapshot.tooMuch': sentence(
    (p, f) =>
      `这个快照会有 ${f.bytes(Number(p['size']))}，超过上限 ${f.bytes(Number(p['most']))}。请少选几级部门、不带历史，或选择更粗的金额。`,
    (p, f) =>
      `This snapshot would have ${f.bytes(Number(p['size']))}, and may have ${f.bytes(Number(p['most']))}. Choose fewer levels, no history, or coarser amounts.`
  ),
  'snapshot.sumStopped': sentence(
    (p) => `汇总金额时出错而中断（${p['reason']}）。请选择更粗的金额，或刷新页面后重试。`,
    (p) =>
      `Summing the amounts stopped because of an error (${p['reason']}). Choose coarser amounts, or reload the page and try again.`
  ),
  'snapshot.keyMissing': sentence(
    '链接里缺少密钥（# 之后的部分）。请向发送者索取完整的链接。',
    'The link has no key (the part after #). Ask its sender for the whole link.'
  ),
  'snapshot.keyMalformed': sentence(
    '链接里的密钥不完整或被改动。请向发送者索取完整的链接。',
    'The key in this link is incomplete or altered. Ask its sender for the whole link.'
  ),
  'snapshot.readOnly': sentence(
    '快照只能查看，不能修改。',
    'A snapshot can be looked at, not changed.'
  ),
  'snapshot.nothingShared': sentence(
    '两边没有共同的部分：快照展示的部门在另一边不存在。请选择同一个组织。',
    'The two have nothing in common: the department that the snapshot shows is not in the other. Choose the same organization.'
  )
} satisfies Record<string, Message<Params>>;

addSentences(RELAY_PROBLEMS, snapshotProblemMessages);
