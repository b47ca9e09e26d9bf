-- For wrk: asks for the paths of a file in turn. The file holds header lines, an empty line, and one path a line.
local requests = {}
local at = 0

function init(args)
    local headers = {}
    local inside = false
    local paths = {}
    for line in io.lines(args[1]) do
        if line == "" then
            inside = true
        elseif inside then
            paths[#paths + 1] = line
        else
            local name, value = line:match("^([^:]+): (.*)$")
            headers[name] = value
        end
    end
    for i, path in ipairs(paths) do
        requests[i] = wrk.format("GET", path, headers)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"seconds":%f,"bytes":%d,"p50":%f,"p99":%f,"errors":%d}\n',
        summary.requests, summary.duration / 1e6, summary.bytes,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
