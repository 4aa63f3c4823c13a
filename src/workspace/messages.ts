import { sectionMessages, type Section } from '#core/kernel/kind.ts';
import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why a workspace could not be changed, opened or restored. */
export const workspaceProblemMessages = {
  'workspace.newer': sentence(
    () =>
      '这个工作区由更新版本的 Banyan 写过。数据完好，当前版本不会改动它；请更新 Banyan 后继续编辑。',
    () =>
      'A newer Banyan has written this workspace. Its data is safe and this version changes nothing of it; update Banyan to go on.'
  ),
  'workspace.notRead': sentence(
    () => '浏览器没有给出存储在这台设备上的工作区。请重新载入；若仍不行，请重启浏览器。',
    () =>
      'The browser did not give out the workspace stored on this device. Reload the page; if that does not help, restart the browser.'
  ),
  'workspace.viewer': sentence(
    () => '你对这个工作区只有查看权限。要编辑，请向所有者索取编辑链接。',
    () => 'You may only look at this workspace. To edit it, ask an owner for an editor’s link.'
  ),
  'workspace.past': sentence(
    () => '这里是过去的组织，只能查看。要修改，请先回到现在。',
    () => 'This is the organization as it was, to be looked at only. Go back to now to edit.'
  ),
  'workspace.entryUnknown': sentence(
    () => '历史里没有这条记录：链接可能不完整，或这台设备还没有收到它。请从审计页打开。',
    () =>
      'The history has no such entry: the link is incomplete, or this device has not received it yet. Open it from the Audit page.'
  ),
  'workspace.noRight': sentence(
    (p) =>
      `你没有编辑“${sectionMessages[p['section'] as Section].zh}”的权限，整个操作没有执行。请向所有者索取。`,
    (p) =>
      `You may not edit “${sectionMessages[p['section'] as Section].en}”, so nothing of this was done. Ask an owner for the right.`
  ),
  'workspace.alreadyOwner': sentence(
    () =>
      '这台设备是这个工作区的所有者，不需要加入；加入会失去所有者权限。要试用这个链接，请在另一个浏览器中打开。',
    () =>
      'This device is an owner of the workspace and need not join; joining would give that up. To try the link, open it in another browser.'
  ),
  'workspace.shareNotKept': sentence(
    () => '浏览器没有空间保存所有者的访问密钥，因此没有共享。请腾出空间后重试。',
    () =>
      'The browser has no room to keep the owner’s access key, so the workspace was not shared. Free some space and try again.'
  ),
  'workspace.linkIncomplete': sentence(
    () => '访问链接不完整：# 之后的部分缺失或被截断。请向发送者索取完整的链接。',
    () =>
      'The access link is incomplete: what follows # is missing or cut. Ask its sender for the whole link.'
  ),
  'relay.failed': sentence(
    (p) => `这里的同步服务没有正常应答（${p['status']}）。请稍后重试，或联系运维人员。`,
    (p) =>
      `The relay did not answer as it should (${p['status']}). Try again later, or tell its operator.`
  ),
  'relay.unreachable': sentence(
    () => '连不上同步服务。请检查网络后重试；本机内容不受影响。',
    () =>
      'The relay cannot be reached. Check the network and try again; what is on this device is safe.'
  ),
  'receipts.doubted': sentence(
    () => '同步服务的回执无法采信，见页面顶部的提示。',
    () => 'The relay’s receipts cannot be relied on; see the notice at the top of the page.'
  ),
  'workspace.loading': sentence(
    () => '账号还在载入，请稍候再试。',
    () => 'Accounts are still loading; try again in a moment.'
  ),
  'workspace.notFound': sentence(
    () => '这台设备上没有这个工作区；它可能已被移除，或链接来自另一台设备。请从欢迎页打开或导入。',
    () =>
      'This workspace is not on this device: it was removed, or the link comes from another device. Open or import one from the welcome page.'
  ),
  'workspace.backupBroken': sentence(
    (p) => `“${p.file}”不是完整的备份文件（${p.detail}）；请选择由 Banyan 下载的 .banyan 文件。`,
    (p) =>
      `“${p.file}” is no whole backup (${p.detail}). Choose a .banyan file that Banyan downloaded.`
  ),
  'workspace.backupNewer': sentence(
    (p) => `“${p.file}”由更新版本的 Banyan 写成，请先更新再恢复。`,
    (p) => `“${p.file}” was written by a newer Banyan. Update first, then restore it.`
  )
} satisfies Record<string, Message<Params>>;
