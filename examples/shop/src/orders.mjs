// The orders of this run. A real shop has a database; here the wallet remembers what matters, so a
// restart loses only this list.
import { newKey, WalletError } from './wallet.mjs';

export class Orders {
  #bySession = new Map();
  #wallet;

  constructor(wallet) {
    this.#wallet = wallet;
  }

  /** Remembers an order whose shopper is on the way to the wallet. */
  add(sessionId, order) {
    this.#bySession.set(sessionId, { ...order, sessionId, state: 'waiting', chargeId: null });
  }

  /** Newest first; those that were paid or given back. */
  placed() {
    return [...this.#bySession.values()].filter(({ chargeId }) => chargeId).reverse();
  }

  /**
   * The shopper came back: completes the session once, and answers the same however often the page
   * is loaded. The session in the wallet decides, not this process's memory.
   * @returns {Promise<object>} number, total, state: `paid`, `pending`, `canceled` or `waiting`
   */
  async finish(sessionId) {
    const before = await this.#wallet.readCheckout(sessionId);
    const open = before.statusDetails.state === 'Open';
    const session = open ? await this.#complete(sessionId, before) : before;
    return this.#remember(sessionId, before, session);
  }

  async #complete(sessionId, session) {
    try {
      return await this.#wallet.completeCheckout(sessionId, session.paymentDetails.chargeAmount);
    } catch (error) {
      // Another tab was faster, or the shopper has not approved, or the card refused: the session says.
      if (!(error instanceof WalletError) || error.status >= 500) throw error;
      return this.#wallet.readCheckout(sessionId);
    }
  }

  #remember(sessionId, before, session) {
    const known = this.#bySession.get(sessionId);
    const chargeId = session.chargeId ?? known?.chargeId ?? null;
    const permissionId = session.chargePermissionId ?? known?.permissionId ?? null;
    const order = {
      lines: [],
      placedAt: null,
      ...known,
      sessionId,
      chargeId,
      permissionId,
      deliveries: known?.deliveries ?? 1,
      number: known?.number ?? before.merchantMetadata?.merchantReferenceId ?? '—',
      total: Number(before.paymentDetails.chargeAmount.amount),
      state: known?.state === 'refunded' ? 'refunded' : stateOf(session),
    };
    if (known) this.#bySession.set(sessionId, order);
    return order;
  }

  /**
   * The next month of a subscription. What the shopper has limited, paused or ended is refused by the wallet, and
   * that is no fault of the shop's.
   * @returns {Promise<{order?: object, refused?: string}>} the order, or the wallet's reason code
   */
  async chargeAgain(sessionId) {
    const order = this.#bySession.get(sessionId);
    if (!order?.repeats || !order.permissionId)
      throw new WalletError(404, 'ResourceNotFound', 'no such subscription');
    order.nextKey ??= newKey();
    try {
      await this.#wallet.chargeAgain(order.permissionId, order.total, order.number, order.nextKey);
    } catch (error) {
      // Without an answer the same key asks again, so that nothing is charged twice.
      if (!(error instanceof WalletError) || error.status >= 500) throw error;
      order.nextKey = null;
      return { refused: error.reasonCode };
    }
    order.nextKey = null;
    order.deliveries += 1;
    return { order };
  }

  /** Gives all of an order back. */
  async refund(sessionId) {
    const order = this.#bySession.get(sessionId);
    if (!order?.chargeId) throw new WalletError(404, 'ResourceNotFound', 'no such order');
    const refund = await this.#wallet.refund(order.chargeId, order.total, order.refundKey);
    order.state = refund.statusDetails.state === 'Declined' ? 'paid' : 'refunded';
    return order;
  }
}

function stateOf(session) {
  const { state } = session.statusDetails;
  if (state === 'Completed') return session.chargeId ? 'paid' : 'pending';
  return state === 'Canceled' ? 'canceled' : 'waiting';
}
