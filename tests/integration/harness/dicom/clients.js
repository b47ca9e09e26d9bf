// Clients that others wrote, from npm: dicomweb-client speaks DICOMweb, dcmjs-dimse DIMSE. `missing` says why there are none.
import { XMLHttpRequest } from '../xhr.js';

const hint = 'the npm packages of tests/integration are not installed: tools/deps install test';

async function load() {
  try {
    globalThis.XMLHttpRequest ??= XMLHttpRequest;
    const [web, dimse] = await Promise.all([import('dicomweb-client'), import('dcmjs-dimse')]);
    dimse.default.log.setLevel('error');
    await dimse.default.Transcoding.initializeAsync();
    return { web: web.default.api ?? web.api, dimse: dimse.default };
  } catch (problem) {
    if (problem.code === 'ERR_MODULE_NOT_FOUND') return { missing: hint };
    throw problem;
  }
}
const loaded = await load();
export const missing = loaded.missing;

// A dicomweb-client at a department's root, with the API key of `client`.
export function dicomweb(client, slug, options = {}) {
  return new loaded.web.DICOMwebClient({
    url: `${client.origin}/t/${slug}/dicomweb`,
    headers: { Authorization: `Bearer ${client.key}` },
    verbose: false,
    ...options,
  });
}

export const dimse = loaded.dimse;

// Sends requests of dcmjs-dimse in one association. For each, in their order: its last status, and the data sets of all its
// responses {status, found} (those of a search). `take` gets the data set of each object that comes within the association
// (C-GET). Throws when the association is refused or breaks.
export function associate(server, { called, calling }, requests, take = () => {}) {
  return new Promise((resolve, reject) => {
    const client = new dimse.Client();
    client.on('cStoreRequest', (request, answer) => {
      take(request.getDataset());
      const response = dimse.responses.CStoreResponse.fromRequest(request);
      response.setStatus(dimse.constants.Status.Success);
      answer(response);
    });
    const answers = requests.map(() => ({ status: undefined, found: [] }));
    requests.forEach((request, i) => {
      request.on('response', (response) => {
        answers[i].status = response.getStatus();
        if (response.hasDataset()) answers[i].found.push(response.getDataset().getElements());
      });
      client.addRequest(request);
    });
    const fail = (what) => (problem) => reject(new Error(`${what}: ${problem?.message ?? JSON.stringify(problem)}`));
    client.on('networkError', fail('network'));
    client.on('associationRejected', fail('rejected'));
    client.on('abort', fail('aborted'));
    client.on('closed', () => resolve(answers));
    client.send('127.0.0.1', server.dicom, calling, called);
  });
}
