import Coins from '@lucide/svelte/icons/coins';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Plus from '@lucide/svelte/icons/plus';
import ShoppingBag from '@lucide/svelte/icons/shopping-bag';
import Ticket from '@lucide/svelte/icons/ticket';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { MovementReason } from '$lib/api';
import { m } from '$lib/paraglide/messages';

/** Why something moved, in a word and a picture. */
export const REASONS: Record<MovementReason, { word: () => string; icon: typeof Coins }> = {
	redeemed: { word: m.move_redeemed, icon: Ticket },
	toppedUp: { word: m.move_topped_up, icon: Plus },
	spent: { word: m.move_spent, icon: ShoppingBag },
	refunded: { word: m.move_refunded, icon: Undo2 },
	earned: { word: m.move_earned, icon: Coins },
	earnedReturned: { word: m.move_earned_returned, icon: Undo2 },
	expired: { word: m.move_expired, icon: Hourglass }
};
