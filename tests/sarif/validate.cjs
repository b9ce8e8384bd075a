// Holds SARIF against its published schema: `node validate.cjs FILE...`; TOOLS is where the packages are.
"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, join } = require("node:path");

const tools = createRequire(join(process.env.TOOLS, "package.json"));
const Ajv = tools("ajv");
const ajv = new Ajv({ schemaId: "auto", meta: false, allErrors: true, unknownFormats: ["uri-reference", "uri"] });
ajv.addMetaSchema(tools("ajv/lib/refs/json-schema-draft-04.json"));
const validate = ajv.compile(tools("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

let results = 0;
let failures = 0;
for (const file of process.argv.slice(2)) {
  const document = JSON.parse(readFileSync(file, "utf8"));
  const own = document.runs.reduce((sum, run) => sum + run.results.length, 0);
  results += own;
  if (!validate(document)) failures += validate.errors.length;
  for (const error of (validate.errors || []).slice(0, 10)) console.log(`  ${error.dataPath}: ${error.message}`);
  console.log(`${basename(file)}: ${own} results`);
}
console.log(`${results} results, ${failures} failures`);
process.exit(failures > 0 || results === 0 ? 1 : 0);
