import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';

export function load({ params }: { params: { workspace: string } }) {
  redirect(307, resolve('/w/[workspace]/organization', { workspace: params.workspace }));
}
