// The whole server, wired: listeners, workers, features. One process, all roles.
#pragma once

#include <memory>
#include <optional>

#include "app/wiring/foundation.h"
#include "platform/api/route_info.h"

namespace portico::app {

class Server {
public:
    explicit Server(Foundation& base);
    ~Server();

    // Listens and starts the workers. Throws std::runtime_error with a text for the operator.
    void start();
    std::uint16_t http_port() const;
    std::uint16_t dicom_port() const;
    std::optional<std::uint16_t> dicom_tls_port() const;  // none: without a certificate
    std::string public_url() const;
    // Takes nothing new, lets what runs come to its end (OPS-7).
    void stop();

    std::vector<api::RouteInfo> routes() const;
    std::string openapi() const;
    // The token for the setup page, while no tenant exists (ACC-2).
    std::optional<std::string> issue_setup_token();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace portico::app
