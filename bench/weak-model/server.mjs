// A chat completions server over a small local model: node server.mjs MODEL.gguf PORT. For tests alone: one question at a time.
import http from "node:http";
import { getLlama, LlamaChatSession } from "node-llama-cpp";

const [, , modelPath, port] = process.argv;
const llama = await getLlama({ gpu: false, build: "never", logLevel: "error" });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({ contextSize: 4096 });
const sequence = context.getSequence();

http.createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += piece;
  try {
    const asked = JSON.parse(body);
    const schema = asked.response_format?.json_schema?.schema;
    const grammar = schema ? await llama.createGrammarForJsonSchema(schema) : undefined;
    await sequence.clearHistory();
    const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: asked.messages[0].content });
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    // Reading a long question takes its time: a comment now and then is a sign of life.
    const alive = setInterval(() => response.write(": reading\n\n"), 5000);
    response.on("close", () => clearInterval(alive));
    const question = asked.messages.slice(1).map((message) => message.content).join("\n");
    await session.prompt(question.slice(0, 2000), {
      grammar, maxTokens: 200, temperature: 0,
      onTextChunk: (text) => response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n`),
    });
    response.end("data: [DONE]\n\n");
  } catch (error) {
    response.writableEnded || response.end(`data: ${JSON.stringify({ error: { message: String(error) } })}\n\n`);
  }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
