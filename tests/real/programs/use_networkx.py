import networkx as nx
g = nx.Graph([(1, 2), (2, 3), (3, 4), (4, 1), (4, 5), (6, 7)])
print(nx.shortest_path(g, 1, 5), sorted(map(sorted, nx.connected_components(g))), nx.degree_histogram(g), nx.density(g), sorted(nx.bfs_edges(g, 1)), nx.cycle_basis(g))
d = nx.DiGraph(); d.add_weighted_edges_from([("a", "b", 1), ("b", "c", 2), ("a", "c", 5), ("c", "d", 1)])
print(nx.dijkstra_path(d, "a", "d"), list(nx.topological_sort(d)), nx.dijkstra_path_length(d, "a", "d"), dict(nx.all_pairs_shortest_path_length(d)), nx.maximum_flow_value(d, "a", "d", capacity="weight"))
print(sorted(nx.minimum_spanning_edges(nx.complete_graph(4), data=False)), {k: round(v, 4) for k, v in nx.betweenness_centrality(g).items()}, nx.is_bipartite(g), list(nx.find_cliques(nx.complete_graph(3))), nx.random_regular_graph(2, 6, seed=1).number_of_edges(), list(nx.generate_edgelist(d)))
