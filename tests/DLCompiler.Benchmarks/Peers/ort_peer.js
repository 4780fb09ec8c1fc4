// ONNX Runtime as a peer: a request a line, its words parted by tabs, and an answer a line. PeerProcess.cs starts it.
//
//   about                       its version
//   load BATCH FILE             prepares a prediction of a model that torch_peer.py exported
//   run MILLISECONDS            repeats it; answers the microseconds of each call
'use strict';
const readline = require('readline');
const ort = require('onnxruntime-node');

const threads = Number(process.argv[2]);
let session, feeds;

const requests = {
  about() {
    return `ONNX Runtime ${require('onnxruntime-node/package.json').version}, Node ${process.version}`;
  },

  async load(batch, file) {
    if (session) await session.release();
    session = await ort.InferenceSession.create(file, {
      intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
    });
    feeds = { x: input(session.inputMetadata[0], Number(batch)) };
    return 'ok';
  },

  async run(milliseconds) {
    const times = [], start = performance.now();
    while (times.length === 0 || performance.now() - start < Number(milliseconds)) {
      const begin = performance.now();
      await session.run(feeds);
      times.push(((performance.now() - begin) * 1e3).toFixed(2));
    }
    return times.join(' ');
  },
};

function input({ type, shape }, batch) {
  const sizes = shape.map(size => typeof size === 'number' && size > 0 ? size : batch);
  const count = sizes.reduce((a, b) => a * b);
  const values = type === 'int64'
    ? BigInt64Array.from({ length: count }, () => BigInt(Math.floor(Math.random() * 96)))
    : Float32Array.from({ length: count }, () => Math.random() * 2 - 1);
  return new ort.Tensor(type, values, sizes);
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [request, ...words] = line.split('\t');
    let answer;
    try {
      answer = await requests[request](...words);
    } catch (error) {
      answer = 'error ' + String(error.message).replace(/\s+/g, ' ');
    }
    process.stdout.write(answer + '\n');
  }
})();
