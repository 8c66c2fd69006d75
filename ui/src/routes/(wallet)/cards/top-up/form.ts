import { goto } from '$app/navigation';
import { TopUpForm } from '$lib/topup/topUpForm.svelte';
import type { Controllers } from '../../controllers.svelte';

/** The form to top up, with the screens that it leads to. */
export function newTopUpForm(controllers: Controllers): TopUpForm {
	return new TopUpForm({
		tochain: ({ amount }) => void goto(`/cards/top-up/slip?amount=${amount}`),
		towaiting: (topUpId) => void goto(`/cards/top-up/${topUpId}`),
		toapproval: (purchase) => controllers.expect(purchase, `/cards/top-up/${purchase.id}`)
	});
}
