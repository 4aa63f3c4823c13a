// DuckDB-WASM as a page uses it: its own worker, the file handed over by reference, one query.
import { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm';

const COLUMNS = ['SubAccountId', 'ServiceName', 'RegionId', 'ChargeCategory', 'PricingCategory'];

/** `exact` sums decimals of twelve places instead of floating point numbers. */
globalThis.duckdbEngine = (exact) => {
  let db;
  let table;
  return {
    async start() {
      db = new AsyncDuckDB(new VoidLogger(), new Worker('/duckdb/duckdb-browser-eh.worker.js'));
      await db.instantiate('/duckdb/duckdb-eh.wasm');
    },
    async read(file) {
      await db.registerFileHandle('bill.csv', file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
      const connection = await db.connect();
      const sum = (column) =>
        exact
          ? `CAST(sum(CAST(${column} AS DECIMAL(38, 12))) AS VARCHAR)`
          : `sum(CAST(${column} AS DOUBLE))`;
      table = await connection.query(
        `SELECT substr(BillingPeriodStart, 1, 7) AS month, ${COLUMNS.join(', ')},
           ${sum('BilledCost')} AS billed, ${sum('EffectiveCost')} AS effective
         FROM read_csv('bill.csv', header = true, all_varchar = true,
           delim = ',', quote = '"', escape = '"')
         GROUP BY ALL`
      );
    },
    async sums() {
      return table
        .toArray()
        .map((row) => [
          [row.month, ...COLUMNS.map((name) => row[name] ?? '')].join('|'),
          row.billed,
          row.effective
        ]);
    }
  };
};
