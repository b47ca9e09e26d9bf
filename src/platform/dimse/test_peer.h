// What the tests of this room stand on: a store that keeps objects in memory, programs of DCMTK as senders, and a raw
// socket that speaks the upper layer byte by byte.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/dimse/command_set.h"
#include "platform/dimse/listener.h"

extern char** environ;

namespace portico::dimse {

// Knows one pair of AE titles and gives the calling title as context.
class OnePair final : public AssociationPolicy {
public:
    AssociationDecision admit(const AssociationRequest& request) override {
        if (request.called_ae != "PORTICO") return Rejection::called_ae_title_not_recognized;
        if (request.calling_ae == "UNKNOWN") return Rejection::calling_ae_title_not_recognized;
        if (request.calling_ae == "BROKEN") throw std::runtime_error("the policy is broken");
        std::lock_guard lock(mutex_);
        addresses_.push_back(request.peer_address);
        return Accepted{request.calling_ae};
    }
    std::vector<std::string> addresses() {
        std::lock_guard lock(mutex_);
        return addresses_;
    }

private:
    std::mutex mutex_;
    std::vector<std::string> addresses_;
};

struct StoredObject {
    IncomingHeader header;
    std::string calling_ae;  // from the policy's context
    std::string file;
};

// Keeps what arrives, counts what is under way, and refuses or throws where a test wants it to.
class MemoryService final : public StoreService {
public:
    std::function<Result<void>(const IncomingHeader&)> on_begin;
    std::function<Result<void>(std::size_t size)> on_write;
    std::function<Result<void>()> on_finish;

    Result<std::unique_ptr<IncomingObject>> begin(const std::any& context, const AssociationRequest&,
                                                  const IncomingHeader& header) override {
        if (on_begin) PORTICO_CHECK(on_begin(header));
        return std::make_unique<Object>(*this, StoredObject{header, std::any_cast<std::string>(context), {}});
    }

    std::vector<StoredObject> stored() {
        std::lock_guard lock(mutex_);
        return stored_;
    }
    // Blocks until `objects` are being received just now.
    void await_open(int objects) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return open_ == objects; });
    }

private:
    class Object final : public IncomingObject {
    public:
        Object(MemoryService& service, StoredObject object) : service_(service), object_(std::move(object)) {
            count(1);
        }
        ~Object() override { count(-1); }
        Result<void> write(std::span<const std::byte> data) override {
            if (service_.on_write) PORTICO_CHECK(service_.on_write(data.size()));
            object_.file.append(reinterpret_cast<const char*>(data.data()), data.size());
            return {};
        }
        Result<void> finish() override {
            if (service_.on_finish) PORTICO_CHECK(service_.on_finish());
            std::lock_guard lock(service_.mutex_);
            service_.stored_.push_back(object_);
            return {};
        }

    private:
        void count(int change) {
            std::lock_guard lock(service_.mutex_);
            service_.open_ += change;
            service_.changed_.notify_all();
        }
        MemoryService& service_;
        StoredObject object_;
    };

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<StoredObject> stored_;
    int open_ = 0;
};

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "portico-dimse-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct ProgramResult {
    int exit_code = -1;
    std::string output;  // standard output and error
};

// Runs a program found in PATH to its end. Exit code 127: there is no such program.
inline ProgramResult run_program(std::vector<std::string> arguments) {
    TemporaryFolder folder;
    const auto output = folder.path() / "output";
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ProgramResult result{127, {}};
    if (failed != 0) return result;
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
    }
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    std::ifstream file(output);
    result.output.assign(std::istreambuf_iterator<char>(file), {});
    return result;
}

// A peer that sends exactly the bytes that a test gives it.
class RawPeer {
public:
    explicit RawPeer(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
        timeval patience{20, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    struct Accepted {
        int fd;
    };
    explicit RawPeer(Accepted accepted) : fd_(accepted.fd) {}  // takes it over
    ~RawPeer() { close(); }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

    // False when the other side no longer takes it.
    bool send(const std::string& bytes) {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count = ::send(fd_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
            if (count <= 0) return false;
            done += static_cast<std::size_t>(count);
        }
        return true;
    }
    // The next PDU whole; empty when the connection ended.
    std::string receive_pdu() {
        std::string pdu = receive(6);
        if (pdu.size() < 6) return {};
        std::size_t length = 0;
        for (std::size_t n = 2; n < 6; ++n) length = length << 8U | static_cast<unsigned char>(pdu[n]);
        return pdu + receive(length);
    }
    bool at_end() { return receive(1).empty(); }

private:
    std::string receive(std::size_t count) {
        std::string bytes(count, '\0');
        std::size_t done = 0;
        while (done < count) {
            const ssize_t got = ::recv(fd_, bytes.data() + done, count - done, 0);
            if (got <= 0) break;
            done += static_cast<std::size_t>(got);
        }
        bytes.resize(done);
        return bytes;
    }
    int fd_;
};

namespace wire {

inline std::string big(std::uint32_t value, int bytes) {
    std::string out;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xFFU));
    return out;
}
inline std::string little(std::uint32_t value, int bytes) {
    const auto reversed = big(value, bytes);
    return {reversed.rbegin(), reversed.rend()};
}
inline std::string item(char type, const std::string& value) {
    return std::string{type, '\0'} + big(static_cast<std::uint32_t>(value.size()), 2) + value;
}
inline std::string pdu(char type, const std::string& body) {
    return std::string{type, '\0'} + big(static_cast<std::uint32_t>(body.size()), 4) + body;
}
inline std::string padded(std::string title) {
    title.resize(16, ' ');
    return title;
}

inline constexpr const char* ct_image = "1.2.840.10008.5.1.4.1.1.2";
inline constexpr const char* verification = "1.2.840.10008.1.1";
inline constexpr const char* implicit_little = "1.2.840.10008.1.2";

// A-ASSOCIATE-RQ: contexts with ids 1, 3, 5 … in the order given.
inline std::string associate(const std::vector<std::string>& abstract_syntaxes, const std::string& calling = "RAW",
                             const std::string& called = "PORTICO",
                             const std::string& application = "1.2.840.10008.3.1.1.1") {
    std::string body = big(1, 2) + std::string(2, '\0') + padded(called) + padded(calling) + std::string(32, '\0');
    body += item(0x10, application);
    char id = 1;
    for (const auto& syntax : abstract_syntaxes) {
        body += item(0x20, std::string{id, 0, 0, 0} + item(0x30, syntax) + item(0x40, implicit_little));
        id = static_cast<char>(id + 2);
    }
    body += item(0x50, item(0x51, big(16384, 4)) + item(0x52, "1.2.3.4"));
    return pdu(0x01, body);
}

inline std::string pdv(char context, char control, const std::string& data) {
    return big(static_cast<std::uint32_t>(data.size()) + 2, 4) + context + control + data;
}
inline std::string element(std::uint16_t number, const std::string& value) {
    return little(0, 2) + little(number, 2) + little(static_cast<std::uint32_t>(value.size()), 4) + value;
}
inline std::string even(std::string uid) {
    if (uid.size() % 2 != 0) uid.push_back('\0');
    return uid;
}
inline std::string command(std::uint16_t field, bool with_data_set, const std::string& sop_class = ct_image,
                           const std::string& sop_instance = "1.2.3") {
    return element(0x0002, even(sop_class)) + element(0x0100, little(field, 2)) + element(0x0110, little(7, 2)) +
           element(0x0800, little(with_data_set ? 0 : no_data_set, 2)) + element(0x1000, even(sop_instance));
}
inline std::string command_pdu(char context, const std::string& command_set) {
    return pdu(0x04, pdv(context, 3, command_set));
}
inline std::string data_pdu(char context, const std::string& data, bool last) {
    return pdu(0x04, pdv(context, last ? 2 : 0, data));
}
// Status (0000,0900) of the response in a P-DATA-TF PDU; 0xFFFF when there is none.
inline std::uint16_t status_of(const std::string& response) {
    const auto at = response.find(element(0x0900, "xx").substr(0, 8));
    if (response.empty() || response[0] != 0x04 || at == std::string::npos) return 0xFFFF;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(response[at + 8]) |
                                      static_cast<unsigned char>(response[at + 9]) << 8U);
}

}  // namespace wire
}  // namespace portico::dimse
