/** Orders of a small shop, and the sums that end up on an invoice. */

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  /** Price of one piece in cents. */
  readonly price: number;
}

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly lines: readonly OrderLine[];
  readonly discount: number;
}

export function lineTotal(line: OrderLine): number {
  return line.quantity *
}

export function orderTotal(order: Order): number {
  let total = 0;
  for (const line of order.lines) {
    total += lineTotal(line);
  }
  return total - order.discount;
}

export function findOrder(orders: readonly Order[], id: string): Order | undefined {
  return orders.find((order) => order.id === id);
}

export function totalsByCustomer(orders: readonly Order[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const order of orders) {
    const total = totals.get(order.customer) ?? 0;
    totals.set(order.customer, total + orderTotal(order));
  }
  return totals;
}

export function formatPrice(cents: number): string {
  return `${(cents / 100).toFixed(2)} €`;
}
