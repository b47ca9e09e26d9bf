// Small mathematics for analytic phantoms: noise, distances to simple bodies, soft edges; for this room only.
//
// Lengths are millimetres unless said otherwise. All is deterministic.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace portico::demonstration {

struct Point {
    float x = 0, y = 0, z = 0;
    Point operator+(Point o) const { return {x + o.x, y + o.y, z + o.z}; }
    Point operator-(Point o) const { return {x - o.x, y - o.y, z - o.z}; }
    Point operator*(float s) const { return {x * s, y * s, z * s}; }
};
inline float dot(Point a, Point b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline float length(Point p) { return std::sqrt(dot(p, p)); }

inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline float clamp01(float t) { return std::clamp(t, 0.0F, 1.0F); }
// 1 inside (distance < 0), 0 outside, soft over `width` around the edge.
inline float inside(float distance, float width) {
    const float t = clamp01(0.5F - distance / width);
    return t * t * (3 - 2 * t);
}

// Signed distance to an ellipsoid, near enough at its surface.
inline float ellipsoid(Point p, Point centre, Point radii) {
    const Point q = p - centre;
    const Point scaled{q.x / radii.x, q.y / radii.y, q.z / radii.z};
    const Point twice{scaled.x / radii.x, scaled.y / radii.y, scaled.z / radii.z};
    const float k0 = length(scaled);
    const float k1 = length(twice);
    return k1 < 1e-6F ? -std::min({radii.x, radii.y, radii.z}) : k0 * (k0 - 1) / k1;
}

// Where on the way from a to b the nearest point lies (0 … 1), and how far away it is.
struct Nearest {
    float along = 0;
    float distance = 0;
};
inline Nearest to_segment(Point p, Point a, Point b) {
    const Point ab = b - a;
    const float along = clamp01(dot(p - a, ab) / std::max(dot(ab, ab), 1e-6F));
    return {along, length(p - (a + ab * along))};
}
inline float capsule(Point p, Point a, Point b, float radius) { return to_segment(p, a, b).distance - radius; }

// Joins two bodies with a rounded seam of size k.
inline float join(float a, float b, float k) {
    const float h = clamp01(0.5F + 0.5F * (b - a) / k);
    return mix(b, a, h) - k * h * (1 - h);
}

inline std::uint32_t hash(std::uint32_t x) {
    x ^= x >> 16;
    x *= 0x7FEB352DU;
    x ^= x >> 15;
    x *= 0x846CA68BU;
    return x ^ x >> 16;
}
inline float unit_random(std::uint32_t seed) { return static_cast<float>(hash(seed) >> 8) / 16777216.0F; }

// Smooth noise between about -1 and 1 with features of one unit; repeats every 64.
class Noise {
public:
    explicit Noise(std::uint32_t seed);
    float at(float x, float y, float z = 0) const;
    float at(Point p, float frequency) const { return at(p.x * frequency, p.y * frequency, p.z * frequency); }
    // Several octaves, each half as strong and twice as fine.
    float clouds(Point p, float frequency, int octaves) const;

private:
    std::vector<float> values_;
};

// Normally distributed numbers, as quick as a table; one a row of pixels.
class Grain {
public:
    explicit Grain(std::uint32_t seed) : state_(hash(seed) | 1U) {}
    float next();

private:
    std::uint32_t state_;
};

// Calls `work` for 0 … count-1 on all processors; an exception in one of them is thrown again here.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace portico::demonstration
