import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is open when somebody asks. */
export interface Open {
  readonly rooms: number;
  readonly sockets: number;
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5];

/** What the relay tells an operator of itself, in Prometheus' words; nothing names a workspace. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });
  readonly received = this.#counter('received_bytes_total', 'Bytes that came over sockets');
  readonly sent = this.#counter('sent_bytes_total', 'Bytes that were handed to sockets');
  readonly updates = this.#counter('updates_total', 'Updates that were committed');
  readonly slowed = this.#counter('slowed_total', 'Times a connection was read later for its rate');
  readonly refusals = this.#counter('refusals_total', 'Writes that were not taken', ['reason']);
  readonly closes = this.#counter('closes_total', 'Connections the relay ended', ['reason']);
  readonly requests = this.#counter('http_requests_total', 'Answers of the API', ['status']);
  readonly commits = new Histogram({
    name: 'banyan_commit_seconds',
    help: 'From the first update of a turn until it is on disk',
    buckets: SECONDS,
    registers: [this.#registry]
  });

  constructor(open: () => Open) {
    this.#delay.enable();
    collectDefaultMetrics({ register: this.#registry, prefix: 'banyan_process_' });
    this.#gauge('rooms', 'Rooms in memory', () => open().rooms);
    this.#gauge('sockets', 'Sockets that are open', () => open().sockets);
    this.#gauge('event_loop_delay_p99_seconds', 'Since the last time this was asked', () => {
      const seconds = this.#delay.percentile(99) / 1e9;
      this.#delay.reset();
      return seconds;
    });
  }

  get type(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    this.#delay.disable();
    this.#registry.clear();
  }

  #counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    const registers = [this.#registry];
    return new Counter({ name: `banyan_${name}`, help, labelNames: [...labelNames], registers });
  }

  #gauge(name: string, help: string, value: () => number): void {
    const registers = [this.#registry];
    new Gauge({
      name: `banyan_${name}`,
      help,
      registers,
      collect() {
        this.set(value());
      }
    });
  }
}
